import { inProject } from '../../common/project';
import { Problem, exitCodes } from '../../common/problem';
import { caFile, postgresHost, postgresPort } from '../../constructs/names';
import { endingIdentities } from '../alone';
import { issueForAWhile } from '../application';
import { printResult } from '../output';
import type { Connection, Deployment } from '../../constructs/deployment';
import { openSession, type CommonArguments } from '../session';
import { postgresAddress } from '../summary';

/** Has Vault make a short-lived user and prints it: its output is a secret. */
export async function creds(args: CommonArguments & { readonly role: string }): Promise<void> {
  const session = openSession(args);
  const { deployment } = session;
  const role = deployment.roles.find(({ name }) => name === args.role);
  const connection = deployment.connections.find(({ name }) => name === role?.connection);
  if (connection === undefined) {
    const known = deployment.roles.map(({ name }) => name);
    throw new Problem({
      what: `There is no role '${args.role}'`,
      why: `the deployment '${deployment.name}' has ${known.join(', ')}`,
      next: 'name one of these',
      exitCode: exitCodes.usage,
    });
  }
  const credential = await endingIdentities(session, () => issueForAWhile(session, args.role));
  const { database } = connection;
  const { publishedPort, address: host = '127.0.0.1' } = deployment.postgres;
  const { server } = connection;
  const address =
    server !== undefined
      ? { host: server.host, port: server.port }
      : publishedPort === undefined
        ? { host: postgresHost, port: postgresPort }
        : { host, port: publishedPort };
  const tls = tlsOf(deployment, connection);
  printResult(args, { ...credential, ...address, database, ...tls }, [
    `user      ${credential.username}`,
    `password  ${credential.password}`,
    `address   ${server === undefined ? postgresAddress(session) : `${server.host}:${server.port}`}, database ${database}`,
    ...(tls === undefined
      ? []
      : [
          `TLS       sslmode=${tls.sslmode}${tls.sslrootcert === undefined ? '' : ` sslrootcert=${tls.sslrootcert}`}`,
        ]),
    `lease     ${credential.leaseId}, ${credential.leaseDurationSeconds} s`,
  ]);
}

/** What a client checks the server's certificate by; undefined where there is no TLS. */
function tlsOf(
  { name, tls }: Deployment,
  { server }: Connection,
): { sslmode: string; sslrootcert: string | undefined } | undefined {
  if (server !== undefined) {
    const { sslmode, caFile: ca } = server;
    return { sslmode, sslrootcert: ca === undefined ? undefined : inProject(ca) };
  }
  return tls === 'off' ? undefined : { sslmode: 'verify-full', sslrootcert: inProject(caFile(name)) };
}
