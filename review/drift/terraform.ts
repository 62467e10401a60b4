import type { Severity } from '../meaning/finding';
import { isChange, type Plan, type ResourceChange } from '../plan/plan';
import { attributesOf } from '../report/attributes';
import type { DriftFinding } from '../report/report';
import type { Ways } from './ways';

interface Kind {
  /** As the other systems name it, so that the same thing is told once. */
  readonly noun: string;
  readonly gone: Severity;
  readonly changed: Severity;
  /** Attributes that weigh otherwise. */
  readonly attributes?: Readonly<Record<string, Severity>>;
}

const kinds: Readonly<Record<string, Kind>> = {
  docker_container: { noun: 'container', gone: 'high', changed: 'medium' },
  docker_network: { noun: 'network', gone: 'high', changed: 'medium' },
  docker_volume: { noun: 'volume', gone: 'critical', changed: 'medium' },
  docker_image: { noun: 'image', gone: 'low', changed: 'medium' },
  vault_audit: { noun: 'audit device', gone: 'high', changed: 'high' },
  // What another text allows is told by Vault.
  vault_policy: { noun: 'policy', gone: 'high', changed: 'low' },
  vault_auth_backend: { noun: 'auth mount', gone: 'critical', changed: 'low' },
  vault_approle_auth_backend_role: {
    noun: 'AppRole',
    gone: 'high',
    changed: 'medium',
    attributes: { token_policies: 'high', bind_secret_id: 'critical', token_no_default_policy: 'low' },
  },
  vault_mount: { noun: 'secrets mount', gone: 'critical', changed: 'low' },
  vault_database_secret_backend_connection: { noun: 'connection', gone: 'high', changed: 'high' },
  vault_database_secret_backend_role: {
    noun: 'role',
    gone: 'high',
    changed: 'medium',
    attributes: {
      creation_statements: 'high',
      revocation_statements: 'high',
      renew_statements: 'high',
      rollback_statements: 'high',
    },
  },
};

const unknownKind: Kind = { noun: 'resource', gone: 'high', changed: 'medium' };

/** What the next apply would put back, since somebody changed it beside Terraform. What changes in its own way is no drift. */
export function terraformDrift(plans: readonly Plan[], ways: Ways): DriftFinding[] {
  return plans.flatMap(({ drift, resources }) =>
    drift.flatMap((drifted) => {
      const planned = resources.find(({ address }) => address === drifted.address);
      if (planned === undefined || !isChange(planned)) return [];
      return drifted.after === null ? [gone(drifted, ways)] : changed(drifted, planned, ways);
    }),
  );
}

/** Those that no other system tells of the same thing. */
export function untold(drift: readonly DriftFinding[], others: readonly DriftFinding[]): DriftFinding[] {
  return drift.filter(
    ({ what }) => !others.some((other) => other.what === what || other.what.startsWith(`${what}: `)),
  );
}

function gone(drifted: ResourceChange, ways: Ways): DriftFinding {
  const { gone: severity } = kindOf(drifted);
  return {
    system: 'Terraform',
    severity,
    what: whatOf(drifted),
    declared: 'there',
    found: 'not there',
    next: ways.up,
  };
}

function changed(drifted: ResourceChange, planned: ResourceChange, ways: Ways): DriftFinding[] {
  const names = attributesOf(drifted).map(({ name }) => name);
  const kind = kindOf(drifted);
  return attributesOf(planned)
    .filter(({ name }) => names.includes(name))
    .map(({ name, before, after }) => ({
      system: 'Terraform',
      severity: kind.attributes?.[name] ?? kind.changed,
      what: whatOf(drifted),
      declared: `${name} ${after ?? 'unset'}`,
      found: `${name} ${before ?? 'unset'}`,
      next: ways.up,
    }));
}

function kindOf({ type }: ResourceChange): Kind {
  return kinds[type] ?? unknownKind;
}

function whatOf(resource: ResourceChange): string {
  const { address, before, after, type } = resource;
  const values = after ?? before ?? {};
  const name = values['role_name'] ?? values['name'] ?? values['path'];
  return type in kinds && typeof name === 'string'
    ? `${kindOf(resource).noun} ${name}`
    : `resource ${address}`;
}
