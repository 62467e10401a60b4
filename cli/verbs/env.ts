import { inProject } from '../../common/project';
import { shellWord } from '../../common/quote-shell';
import {
  caFile,
  passwordVariable,
  postgresImageVariable,
  type TokenIdentity,
  tlsFolder,
  vaultImageVariable,
} from '../../constructs/names';
import { certificateDates } from '../../steps/certificate-dates';
import { alone } from '../alone';
import { prepareCertificates } from '../certificates';
import { printResult } from '../output';
import { toolsOf } from '../prepare-tools';
import { openSession, type CommonArguments, type Session } from '../session';

export interface EnvArguments extends CommonArguments {
  /** Whose token the shell gets. */
  readonly as: TokenIdentity;
}

/**
 * Prints what cdktf and terraform need in the environment, for `eval "$(npx dbvault env)"`. Secrets are not in
 * them: the shell asks for a token, and reads the first password from its file, when it evaluates the line.
 */
export async function env(args: EnvArguments): Promise<void> {
  const session = openSession(args);
  const { choice, connections, deployment, store, vault } = session;
  const { tls } = deployment;
  const { elsewhere } = deployment;
  if (elsewhere === undefined) session.ensureFirstPasswords();
  // What cdktf starts the containers with. Only another run, which makes them itself, is in the way.
  if (elsewhere === undefined && tls !== 'off' && !hasCertificates(session))
    await alone(session, () => prepareCertificates(session));
  const found = await toolsOf(session);
  const variables: Record<string, string> = {
    DBVAULT_DEPLOYMENT: shellWord(choice),
    // Neither cdktf nor Terraform waits for an answer about newer versions.
    CHECKPOINT_DISABLE: '1',
    ...Object.fromEntries(Object.entries(found.env).map(([name, value]) => [name, shellWord(value)])),
    [`TF_VAR_${vaultImageVariable}`]: shellWord(found.images.vault),
    [`TF_VAR_${postgresImageVariable}`]: shellWord(found.images.postgres),
    ...Object.fromEntries(
      connections.map(({ connection, firstPasswordFile }) => [
        `TF_VAR_${passwordVariable(connection.name)}`,
        `"$(cat ${shellWord(firstPasswordFile)})"`,
      ]),
    ),
    VAULT_ADDR: shellWord(elsewhere?.address ?? (await vault.serving())),
    ...(tls === 'off' ? {} : { VAULT_CACERT: shellWord(inProject(caFile(deployment.name))) }),
    ...(store.hasKeys ? { VAULT_TOKEN: `"$(${tokenCommand(session, args.as)})"` } : {}),
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${value}`);
  printResult(args, { deployment: deployment.name, variables }, lines);
}

function hasCertificates({ deployment: { name, vault } }: Session): boolean {
  const nodes = vault.nodes.map((node) => node.name);
  return certificateDates(inProject(tlsFolder(name)), nodes) !== undefined;
}

function tokenCommand({ choice }: Session, identity: TokenIdentity): string {
  return `node ${shellWord(inProject('cli/dbvault.mjs'))} token ${identity} --deployment ${shellWord(choice)}`;
}
