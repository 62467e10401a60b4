import type { Plan } from '../../plan/plan';
import { compareAccess, type AccessRow } from '../../policies/compare-access';
import type { PathRule } from '../../../common/policies/parse-policy';
import { identitiesOf } from './identities';
import { policiesOf, type PlannedPolicy } from './policies';

/** Somebody with policies of the plans, and what these come to together. */
export interface Holder {
  readonly name: string;
  readonly stack: string;
  /** The resource whose change changes what it may do. */
  readonly address: string;
  readonly policiesBefore: readonly string[];
  readonly policiesAfter: readonly string[];
  readonly rows: readonly AccessRow[];
}

/** Every identity of the plans; and for a policy that none of them has, whoever has it. */
export function holdersOf(plans: readonly Plan[]): readonly Holder[] {
  const policies = policiesOf(plans);
  const identities = identitiesOf(plans);
  const held = new Set(
    identities.flatMap(({ policiesBefore, policiesAfter }) => [
      ...(policiesBefore ?? []),
      ...(policiesAfter ?? []),
    ]),
  );
  const others = policies.flatMap(({ nameBefore, nameAfter, stack, address }) =>
    [...new Set([nameBefore, nameAfter])]
      .filter((name) => name !== undefined)
      .filter((name) => !held.has(name))
      .map((name) => ({
        name: `policy ${name}`,
        stack,
        address,
        policiesBefore: [name],
        policiesAfter: [name],
      })),
  );
  return [...identities, ...others].map(({ name, stack, address, ...policiesOfIt }) => {
    const policiesBefore = policiesOfIt.policiesBefore ?? [];
    const policiesAfter = policiesOfIt.policiesAfter ?? [];
    const has = [...policiesBefore, ...policiesAfter];
    const changed = policies.find(
      ({ isChanged, nameBefore, nameAfter }) =>
        isChanged && [nameBefore, nameAfter].some((name) => name !== undefined && has.includes(name)),
    );
    const isOwnChange = policiesBefore.join() !== policiesAfter.join();
    return {
      name,
      ...(isOwnChange || changed === undefined
        ? { stack, address }
        : { stack: changed.stack, address: changed.address }),
      policiesBefore,
      policiesAfter,
      rows: compareAccess(
        rulesOf(policies, policiesBefore, 'before'),
        rulesOf(policies, policiesAfter, 'after'),
      ),
    };
  });
}

function rulesOf(
  policies: readonly PlannedPolicy[],
  names: readonly string[],
  when: 'before' | 'after',
): readonly PathRule[] {
  const nameOf = when === 'before' ? 'nameBefore' : 'nameAfter';
  return policies
    .filter(({ [nameOf]: name }) => name !== undefined && names.includes(name))
    .flatMap((policy) => policy[when]);
}
