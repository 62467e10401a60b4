import type { Plan, ResourceChange, Values } from '../../plan/plan';
import { textOf } from '../../plan/values';
import type { Finding } from '../finding';

/** What is written down about requests, and how. */
export function auditFindings(plans: readonly Plan[]): Finding[] {
  const all = plans.flatMap(({ resources }) => resources.filter(({ type }) => type === 'vault_audit'));
  const isNoneLeft = all.every(({ action }) => action === 'delete');
  return plans.flatMap(({ stack, resources }) =>
    resources
      .filter(({ type }) => type === 'vault_audit')
      .flatMap((resource) => findingsOf(stack, resource, isNoneLeft)),
  );
}

function findingsOf(stack: string, resource: ResourceChange, isNoneLeft: boolean): Finding[] {
  const { address, action, before, after } = resource;
  const path = textOf(before ?? after, 'path') || resource.name;
  const common = { kind: 'audit-lost' as const, stack, address };
  const findings: Finding[] = [];
  if (action === 'delete') {
    findings.push({
      ...common,
      severity: isNoneLeft ? 'critical' : 'high',
      meaning: isNoneLeft
        ? 'Nothing that is asked of Vault is written down any more'
        : `What is asked of Vault is no longer written to the audit device ${path}`,
      reason: 'deleted',
    });
  }
  if (action === 'replace') {
    findings.push({
      ...common,
      severity: 'medium',
      meaning: `The audit device ${path} is taken away and made anew; secrets are hashed with another key from then on`,
      reason: `replaced: ${resource.replacedBy.join(', ')}`,
    });
  }
  if (isRaw(after) && !isRaw(before)) {
    findings.push({
      ...common,
      severity: 'critical',
      meaning: `The audit device ${path} writes tokens and passwords down in clear`,
      reason: 'options.log_raw',
    });
  }
  return findings;
}

function isRaw(values: Values | null): boolean {
  const options = values?.['options'] as Values | null | undefined;
  return String(options?.['log_raw']) === 'true';
}
