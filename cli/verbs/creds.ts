import { inProject } from '../../common/project';
import { Problem, exitCodes } from '../../common/problem';
import { caFile, postgresHost, postgresPort } from '../../constructs/names';
import { endingIdentities } from '../alone';
import { issueForAWhile } from '../application';
import { printResult } from '../output';
import { openSession, type CommonArguments } from '../session';
import { postgresAddress } from '../summary';

/** Has Vault make a short-lived user and prints it: its output is a secret. */
export async function creds(args: CommonArguments & { readonly role: string }): Promise<void> {
  const session = openSession(args);
  const { deployment } = session;
  const known = deployment.roles.map(({ name }) => name);
  if (!known.includes(args.role)) {
    throw new Problem({
      what: `There is no role '${args.role}'`,
      why: `the deployment '${deployment.name}' has ${known.join(', ')}`,
      next: 'name one of these',
      exitCode: exitCodes.usage,
    });
  }
  const credential = await endingIdentities(session, () => issueForAWhile(session, args.role));
  const { publishedPort, database, address: host = '127.0.0.1' } = deployment.postgres;
  const address =
    publishedPort === undefined ? { host: postgresHost, port: postgresPort } : { host, port: publishedPort };
  const tls =
    deployment.tls === 'off'
      ? undefined
      : { sslmode: 'verify-full', sslrootcert: inProject(caFile(deployment.name)) };
  printResult(args, { ...credential, ...address, database, ...tls }, [
    `user      ${credential.username}`,
    `password  ${credential.password}`,
    `address   ${postgresAddress(session)}, database ${database}`,
    ...(tls === undefined ? [] : [`TLS       sslmode=${tls.sslmode} sslrootcert=${tls.sslrootcert}`]),
    `lease     ${credential.leaseId}, ${credential.leaseDurationSeconds} s`,
  ]);
}
