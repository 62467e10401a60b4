import { randomBytes } from 'node:crypto';
import { postgresHost, postgresPort, tlsInContainer } from '../../constructs/names';
import { serverDatabase } from './declared';
import { asSuperuser } from './postgres';

/** How the references have Vault log in to the deployment's PostgreSQL: a superuser, as the flow by hand has it. */
export interface ReferenceLogin {
  readonly username: string;
  readonly password: string;
}

export const connectionUrl = `postgresql://{{username}}:{{password}}@${postgresHost}:${postgresPort}/${serverDatabase}?sslmode=verify-full&sslrootcert=${tlsInContainer.ca}`;

/** A login of this name with a password of its own. The statement goes in on standard input, and is in no log. */
export async function makeReferenceLogin(username: string): Promise<ReferenceLogin> {
  const password = randomBytes(24).toString('hex');
  await asSuperuser([
    'SET log_min_error_statement = panic',
    'SET log_statement = none',
    `DROP ROLE IF EXISTS ${username}`,
    `CREATE ROLE ${username} LOGIN SUPERUSER PASSWORD '${password}'`,
  ]);
  return { username, password };
}
