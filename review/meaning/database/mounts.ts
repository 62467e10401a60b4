import { isChange, type Plan, type Values } from '../../plan/plan';
import type { Finding } from '../finding';
import { listed } from '../in-words';
import { finding, resourcesOf, type StackChange } from './change';
import { listOf, numberOf, pathOf, textOf } from '../../plan/values';
import type { Connection } from './connection';
import type { Role } from './role';
import { ttlFindings, vaultTtlSeconds } from './ttls';

/** What is in the database mounts, as it was. */
export interface MountContent {
  readonly connections: readonly Connection[];
  /** Those of them that go by themselves, and so before the mount. */
  readonly goFirst: readonly Connection[];
  readonly roles: readonly Role[];
}

/** Mounts that go, move, or let what is in them live otherwise. */
export function mountFindings(plans: readonly Plan[], content: MountContent): Finding[] {
  return resourcesOf(plans, 'vault_mount', 'vault_database_secrets_mount')
    .filter((resource) => isChange(resource) && resource.action !== 'forget')
    .flatMap((resource) => {
      const { before, after, action } = resource;
      if (before === null) return [];
      if (after === null || action === 'replace') return [lost(resource, before, content)];
      return [
        ...moved(resource, before, after),
        ...ttlChanges(resource, before, after),
        ...auditChanges(resource, before, after),
      ];
    });
}

function isDatabase({ type }: StackChange, values: Values): boolean {
  return type === 'vault_database_secrets_mount' || textOf(values, 'type') === 'database';
}

function lost(resource: StackChange, before: Values, content: MountContent): Finding {
  const path = pathOf(before, 'path');
  const isOfIt = ({ backend }: { readonly backend: string }) => backend === path;
  const named = (words: string, all: readonly { readonly backend: string; readonly name: string }[]) => {
    const names = all.filter(isOfIt).map(({ name }) => name);
    return names.length === 0 ? [] : [`${words} ${listed(names)}`];
  };
  const parts = [...named('connections', content.connections), ...named('roles', content.roles)];
  const leases = content.goFirst.some(isOfIt)
    ? 'credentials that are out keep it from going, since Vault cannot end them when their connection has gone'
    : 'credentials that are out end';
  const ends = resource.action === 'replace' ? 'made anew, empty' : 'deleted';
  const reason =
    resource.replacedBy.length > 0 ? `replaced: ${resource.replacedBy.join(', ')}` : resource.action;
  if (!isDatabase(resource, before))
    return finding(
      resource,
      'mount-lost',
      'critical',
      `The mount ${path} (${textOf(before, 'type')}) is ${ends}: all that Vault keeps in it is lost, and its leases end`,
      reason,
    );
  return finding(
    resource,
    'mount-lost',
    'critical',
    `The mount ${path} is ${ends}, with all its ${parts.length === 0 ? 'connections and roles' : parts.join(' and ')}: ${leases}, and the passwords that Vault rotated are known to nobody any more`,
    reason,
    `end what is out before, while Vault still logs in: vault lease revoke -prefix ${path}/creds`,
  );
}

/** The provider moves it, with what is in it; Vault ends all leases first (Vault 1.21.1, `remountSecretsEngine`). */
function moved(resource: StackChange, before: Values, after: Values): Finding[] {
  const [was, is] = [pathOf(before, 'path'), pathOf(after, 'path')];
  if (was === is) return [];
  return [
    finding(
      resource,
      'leases-revoked',
      'high',
      `The mount ${was} moves to ${is}: all credentials of it that are out end, and whoever asks at ${was} gets nothing any more`,
      'path',
      `let policies and applications name ${is}`,
    ),
  ];
}

const ttls = [
  ['default_lease_ttl_seconds', 'unless a role says otherwise, live for'],
  ['max_lease_ttl_seconds', 'can be renewed up to'],
] as const;

function ttlChanges(resource: StackChange, before: Values, after: Values): Finding[] {
  return ttls
    .filter(([attribute]) => attribute in after && !resource.unknown.includes(attribute))
    .flatMap(([attribute, words]) =>
      ttlFindings(
        resource,
        `Credentials of the mount ${pathOf(after, 'path')}, ${words}`.replace(', can', ' can'),
        {
          wasSeconds: numberOf(before, attribute) || vaultTtlSeconds,
          isSeconds: numberOf(after, attribute) || vaultTtlSeconds,
          attribute,
        },
      ),
    );
}

/** What stands in audit logs in clear, where Vault would write hashes. */
function auditChanges(resource: StackChange, before: Values, after: Values): Finding[] {
  return ['audit_non_hmac_request_keys', 'audit_non_hmac_response_keys'].flatMap((attribute) => {
    const clear = listOf(after, attribute).filter((key) => !listOf(before, attribute).includes(key));
    if (clear.length === 0) return [];
    const meaning = `Audit logs have ${listed(clear)} of the mount ${pathOf(after, 'path')} in clear`;
    return [finding(resource, 'audit-lost', 'high', meaning, attribute)];
  });
}
