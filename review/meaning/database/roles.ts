import { isChange } from '../../plan/plan';
import type { Finding } from '../finding';
import { finding, isMasked } from './change';
import type { Connection } from './connection';
import { endpointInWords, isSameDatabase } from './endpoint';
import { endingFindings } from './endings';
import { opaqueFindings, settingFindings, unseenFinding } from './opaque-sql';
import { effectsOfRole, privilegeFindings } from './privileges';
import { pathOfRole, statementKinds, type Role, type RoleChange, type StatementKind } from './role';
import { roleTtlFindings, ttlsInWords } from './ttls';

/** Connections by where they are in Vault, before and after. */
export interface KnownConnections {
  readonly before: ReadonlyMap<string, Connection>;
  readonly after: ReadonlyMap<string, Connection>;
}

/** What the users that a role makes may do, for how long, and how they end. */
export function roleFindings(change: RoleChange, connections: KnownConnections): Finding[] {
  const { before, after, resource } = change;
  if (!isChange(resource)) return [];
  if (after === null) return before === null ? [] : [gone(change, before)];
  return [
    ...(before === null ? [added(change, after)] : moved(change, before, after, connections)),
    ...(before === null ? [] : roleTtlFindings(resource, before, after)),
    ...statementFindings(change, before, after),
    ...(before === null ? [] : credentialFindings(change, before, after)),
  ];
}

function statementFindings({ resource }: RoleChange, before: Role | null, after: Role): Finding[] {
  const who = `Users of the role ${after.name}`;
  const lower = `users of the role ${after.name}`;
  const why = (kind: StatementKind) => {
    const attribute = `${kind}_statements`;
    if (resource.unknown.includes(attribute)) return 'known only after the apply';
    const isTold = before === null || resource.changedSecrets.includes(attribute);
    return isMasked(after.statements[kind]) && isTold ? 'marked as sensitive, and change' : undefined;
  };
  const unseen = statementKinds.filter((kind) => why(kind) !== undefined);
  // Of those that nobody sees, only that is told.
  const kept = Object.fromEntries(unseen.map((kind) => [kind, before?.statements[kind] ?? []]));
  const seen: Role = { ...after, statements: { ...after.statements, ...kept } };
  const [was, is] = [before === null ? null : effects(before), effects(seen)];
  return [
    ...unseen.map((kind) => unseenFinding(resource, lower, `${kind}_statements`, why(kind) ?? '')),
    ...privilegeFindings(resource, who, was, is),
    ...opaqueFindings(resource, lower, was, is),
    ...settingFindings(resource, lower, was, is),
    ...endingFindings(resource, before, seen),
  ];
}

function effects({ statements }: Role) {
  const { creation, renew, revocation, rollback } = statements;
  return effectsOfRole(
    { creation_statements: creation, renew_statements: renew },
    { revocation_statements: revocation, rollback_statements: rollback },
  );
}

function added({ resource }: RoleChange, role: Role): Finding {
  const meaning = `Vault makes users by the role ${role.name} in ${role.connection}, for ${ttlsInWords(role)}`;
  return finding(resource, 'role-added', 'info', meaning, 'created');
}

/** The lease keeps what ends its user; to be renewed it needs the role (Vault 1.21.1, `secret_creds.go`; run). */
const leasesOfOne =
  'those that are out cannot be renewed, and end at their time by the revocation statements that they were issued with';

function gone({ resource }: RoleChange, { name, backend }: Role): Finding {
  return finding(
    resource,
    'role-removed',
    'high',
    `The role ${name} is gone: nobody gets credentials of it any more, and ${leasesOfOne}, as long as their connection is there`,
    'deleted',
    `end them now, before the apply: vault lease revoke -prefix ${backend}/creds/${name}`,
  );
}

function moved(
  { resource, leftStack }: RoleChange,
  before: Role,
  after: Role,
  connections: KnownConnections,
): Finding[] {
  const next = `end what is out before: vault lease revoke -prefix ${before.backend}/creds/${before.name}`;
  const reason =
    leftStack === undefined
      ? resource.replacedBy.join(', ') || 'deleted, and made under another address'
      : `deleted in ${leftStack}`;
  const removed = (meaning: string, advice = next) => [
    finding(resource, 'role-removed', 'high', meaning, reason, advice),
  ];
  if (pathOfRole(before) !== pathOfRole(after))
    return removed(
      `Credentials of ${before.backend}/creds/${before.name} are from now on at ${after.backend}/creds/${after.name}: whoever asks there gets none any more, and ${leasesOfOne}`,
    );
  if (resource.action === 'create' && leftStack === undefined)
    return removed(
      `The role ${after.name} is deleted and made under another address, in whichever order: it may be gone afterwards`,
      'move it in the state instead, with a moved block',
    );
  const between =
    leftStack === undefined
      ? []
      : [
          finding(
            resource,
            'role-removed',
            'medium',
            `The role ${after.name} is deleted with ${leftStack}, and made with ${resource.stack}: nobody gets credentials of it in between, and none afterwards where ${leftStack} is applied last`,
            reason,
            `apply ${leftStack} first, as npx dbvault up does`,
          ),
        ];
  if (before.connection === after.connection) return between;
  const old = connections.before.get(`${before.backend}/config/${before.connection}`);
  const young = connections.after.get(`${after.backend}/config/${after.connection}`);
  if (old !== undefined && young !== undefined && isSameDatabase(old.endpoint, young.endpoint))
    return between;
  const place = (name: string, connection: Connection | undefined) =>
    connection === undefined ? name : `${name} (${endpointInWords(connection.endpoint)})`;
  const elsewhere = removed(
    `The role ${after.name} makes users in ${place(after.connection, young)}, no longer in ${place(before.connection, old)}; Vault ends also those that are out in the new one, so that they stay in the old one`,
  );
  return [...between, ...elsewhere];
}

function credentialFindings({ resource }: RoleChange, before: Role, after: Role): Finding[] {
  return (['credential_type', 'credential_config'] as const)
    .filter((name) => name in after.values && !isAlike(before.values[name], after.values[name]))
    .map((name) =>
      finding(
        resource,
        'credential-changed',
        'medium',
        `Credentials of the role ${after.name} are made otherwise`,
        name,
      ),
    );
}

/** The provider keeps an empty map where none is set, and `password` where no type is. */
function isAlike(was: unknown, is: unknown): boolean {
  const text = (value: unknown) => JSON.stringify(value ?? {}).replace(/^""$|^"password"$/, '{}');
  return text(was) === text(is);
}
