import type { Finding } from '../finding';
import { finding } from './change';
import { numberOf } from '../../plan/values';
import type { Connection } from './connection';
import type { FollowedConnection } from './connection-ways';
import { endpointInWords } from './endpoint';

/** Versions whose change sends a secret again, and the secrets that are sent when they change. */
const versions = ['password_wo_version', 'private_key_wo_version'] as const;
const secrets = ['password', 'private_key', 'service_account_json', 'pem_bundle', 'pem_json'] as const;

/** The password that stands with Terraform goes over the one that Vault rotated. */
export function passwordFindings(change: FollowedConnection): Finding[] {
  const { before, after } = change;
  // Where the connection is made anew, that says it.
  if (before === null || after === null || change.way === 'replaced') return [];
  const reasons = [
    ...versions
      .filter((name) => numberOf(before.details, name) !== numberOf(after.details, name))
      .map((name) => `${name}: ${numberOf(before.details, name)} → ${numberOf(after.details, name)}`),
    ...secrets.filter((name) => change.changedSecrets.includes(name)).map((name) => `${name}: another one`),
  ];
  return reasons.length === 0 ? [] : [overwritten(change, after, reasons.join(', '))];
}

function overwritten(
  change: FollowedConnection,
  { name, endpoint, verifies, backend }: Connection,
  reason: string,
): Finding {
  const outcome = verifies
    ? 'Vault tries it first and refuses one that the database does not take'
    : 'Vault does not try it, and is locked out where the database does not take it';
  return finding(
    change,
    'password-overwritten',
    'critical',
    `The password that Vault rotated for ${endpointInWords(endpoint)} by the connection ${name} is overwritten with the one that Terraform was given; ${outcome}`,
    reason,
    `leave it as it is; else rotate again after the apply: npx dbvault rotate-root, or vault write -force ${backend}/rotate-root/${name}`,
  );
}

/** Vault takes what it is told of a connection without logging in. */
export function verificationFindings(change: FollowedConnection): Finding[] {
  const { before, after } = change;
  if (after === null || after.verifies || before?.verifies === false) return [];
  return [
    finding(
      change,
      'verification-off',
      'high',
      `Vault takes what is written to the connection ${after.name} without trying it: a wrong password or address locks it out unseen`,
      'verify_connection: false',
      'leave verify_connection true',
    ),
  ];
}
