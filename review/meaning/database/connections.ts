import type { Finding } from '../finding';
import { listed } from '../in-words';
import { allowedRoleFindings } from './allowed-roles';
import { finding } from './change';
import { placeOf, type Connection } from './connection';
import { connectionChangeFindings } from './connection-changes';
import type { FollowedConnection } from './connection-ways';
import { endpointInWords } from './endpoint';
import { passwordFindings, verificationFindings } from './passwords';

/** What becomes of Vault's logins to databases. @param rolesOf the names of the roles of a connection */
export function connectionFindings(
  change: FollowedConnection,
  rolesOf: (connection: Connection) => readonly string[],
): Finding[] {
  return [
    ...wayFindings(change, rolesOf),
    ...allowedRoleFindings(change),
    ...passwordFindings(change),
    ...verificationFindings(change),
    ...connectionChangeFindings(change),
  ];
}

function wayFindings(
  change: FollowedConnection,
  rolesOf: (connection: Connection) => readonly string[],
): Finding[] {
  const { before, after, reason } = change;
  if (change.way === 'removed' && before !== null) return [removed(change, before, rolesOf(before))];
  if (after === null) return [];
  if (change.way === 'added') return [added(change, after)];
  if (before === null) return [];
  if (change.way === 'renamed') return [renamed(change, before, after)];
  if (change.way !== 'replaced') return [];
  const name = before.name === after.name ? before.name : `${before.name}, as ${after.name},`;
  const order =
    change.movedFrom !== undefined && placeOf(before) === placeOf(after)
      ? '; it is deleted and made under another address, in whichever order, so that it may be gone afterwards'
      : '';
  return [
    finding(
      change,
      'connection-replaced',
      'critical',
      `The connection ${name} is made anew: the password that Vault rotated is lost, and where ${endpointInWords(after.endpoint)} does not take the first one any more, Vault makes no users and ends none${order}`,
      reason,
      `${order === '' ? '' : 'move it in the state instead, with a moved block; else '}give Vault a password that works (npx dbvault recover connection), then ${rotateAgain(after)}`,
    ),
  ];
}

function added(
  change: FollowedConnection,
  { name, endpoint, allowedRoles, ...connection }: Connection,
): Finding {
  const roles = allowedRoles.length === 0 ? 'no role yet' : listed(allowedRoles);
  return finding(
    change,
    'connection-added',
    'info',
    `Vault logs in to ${endpointInWords(endpoint)} by the connection ${name}, for ${roles}`,
    'created',
    `rotate its password after the apply, so that nobody knows it: ${rotateCommands({ ...connection, name })}`,
  );
}

function removed(change: FollowedConnection, connection: Connection, roles: readonly string[]): Finding {
  const { name, backend, endpoint } = connection;
  return finding(
    change,
    'connection-removed',
    'critical',
    `Vault loses the connection ${name} and its login to ${endpointInWords(endpoint)}: the password that it rotated is known to nobody any more, and credentials that are out cannot be ended`,
    change.reason,
    roles.length === 0
      ? `end what is out before: vault lease revoke -prefix ${backend}/creds`
      : `end what is out before: ${roles.map((role) => `vault lease revoke -prefix ${backend}/creds/${role}`).join(' && ')}`,
  );
}

/** As provider vault 5.9.0 does it: run, and both connections were in Vault afterwards. */
function renamed(change: FollowedConnection, before: Connection, after: Connection): Finding {
  return finding(
    change,
    'connection-replaced',
    'critical',
    `The connection ${before.name} is written again as ${after.name}, to which the password that Vault rotated does not go along; ${before.name} stays in Vault, and Terraform forgets it`,
    'name',
    `keep the name; or declare ${after.name} beside it with a password that works, and ${rotateAgain(after)}`,
  );
}

function rotateAgain(connection: Connection): string {
  return `rotate again: ${rotateCommands(connection)}`;
}

function rotateCommands({ backend, name }: Pick<Connection, 'backend' | 'name'>): string {
  return `npx dbvault rotate-root, or vault write -force ${backend}/rotate-root/${name}`;
}
