import { parsePolicy, PolicyError, type PathRule } from '../../common/policies/parse-policy';
import type { CheckedBlock } from './checked';

/** A policy of the configuration, with what it allows. */
export interface ReadPolicy {
  readonly address: string;
  readonly name: string;
  /** Without those that only deny. */
  readonly rules: readonly PathRule[];
  /** Why Vault would refuse it; undefined where it would not. */
  readonly problem: string | undefined;
}

/** The policies whose text is known. */
export function readPolicies(resources: readonly CheckedBlock[]): ReadPolicy[] {
  return resources
    .filter(({ type, values }) => type === 'vault_policy' && typeof values['policy'] === 'string')
    .map(({ address, values }) => {
      const read = readRules(values['policy'] as string);
      return { address, name: String(values['name']), ...read };
    });
}

function readRules(text: string): Pick<ReadPolicy, 'rules' | 'problem'> {
  try {
    const rules = parsePolicy(text).filter(({ capabilities }) =>
      capabilities.some((capability) => capability !== 'deny'),
    );
    return { rules, problem: undefined };
  } catch (error) {
    if (error instanceof PolicyError) return { rules: [], problem: error.message };
    throw error;
  }
}
