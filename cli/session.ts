import { inProject } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import type { Connection, Deployment, ExternalVaultProps, VaultNode } from '../constructs/deployment';
import {
  caFile,
  deploymentFolder,
  firstPasswordFile,
  identitiesOf,
  journalFile,
  passwordVariable,
  serverPasswordFile,
  vaultAddress,
} from '../constructs/names';
import { chosenDeployment, loadDeployment } from '../deployments/load';
import { firstPassword } from '../steps/first-password';
import { givenPassword } from '../steps/given-password';
import { Journal } from '../steps/journal';
import { KeyStore } from '../steps/key-store';
import { VaultClient } from '../steps/vault-client';
import { VaultRoute } from '../steps/vault-route';
import { Identities } from './identities';
import { KeyShares } from './key-shares';
import { takeFromEnvironment, takeStateLogin } from './taken-variables';

/** The options that every verb has. */
export interface CommonArguments {
  readonly deployment?: string | undefined;
  readonly json: boolean;
  /** Files with key shares that people hold, and `-` for standard input. @default none */
  readonly shares?: readonly string[] | undefined;
}

/** A node of Vault by itself, and never another one in its place. */
export interface OneNode extends VaultNode {
  readonly vault: VaultClient;
}

/** What a verb works on: one deployment, its Vault, and what this machine keeps for it. */
export interface Session {
  /** What the deployment was chosen by: a name, or a file. */
  readonly choice: string;
  readonly deployment: Deployment;
  /** The same for each of its connections. */
  readonly connections: readonly ConnectionSession[];
  /** The node that serves, where there are several. */
  readonly vault: VaultClient;
  /** Each of them by itself. */
  readonly nodes: readonly [OneNode, ...OneNode[]];
  readonly store: KeyStore;
  /** Where it has key shares from. */
  readonly shares: KeyShares;
  readonly journal: Journal;
  /** Whom it acts as in Vault. */
  readonly identities: Identities;
  /** What opens the place of Terraform's state, by variable: no other program than Terraform gets it. */
  readonly stateLogin: Readonly<Record<string, string>>;
  /** Makes those that are not there yet: the one that PostgreSQL starts with, and each connection's. */
  ensureFirstPasswords(): void;
}

/** What works on one connection. */
export interface ConnectionSession extends Session {
  readonly connection: Connection;
  readonly firstPasswordFile: string;
  /** Made when it is asked for the first time. */
  firstPassword(): string;
}

export function openSession(args: CommonArguments): Session {
  refuseNodeDebug();
  const choice = chosenDeployment(args.deployment);
  const deployment = loadDeployment(choice);
  const stateLogin = takeStateLogin(deployment.state);
  const store = new KeyStore(inProject(`${deploymentFolder(deployment.name)}/keys`));
  const { vault, nodes } = vaultOf(deployment, store);
  const shares = new KeyShares(vault, store, args.shares ?? []);
  const journal = new Journal(inProject(journalFile(deployment.name)));
  const connections: ConnectionSession[] = [];
  const session = {
    choice,
    deployment,
    connections,
    vault,
    nodes,
    store,
    shares,
    journal,
    identities: new Identities(
      vault,
      store,
      journal,
      deployment.elsewhere === undefined ? shares : { token: takeFromEnvironment('VAULT_TOKEN') },
      identitiesOf(deployment.application, deployment.elsewhere),
    ),
    stateLogin,
    ensureFirstPasswords: () => {
      for (const each of connections) each.firstPassword();
      firstPassword(inProject(serverPasswordFile(deployment.name)), undefined);
    },
  };
  for (const connection of deployment.connections) {
    const given = takeFromEnvironment(`TF_VAR_${passwordVariable(connection.name)}`);
    const file = firstPasswordPath(deployment, connection);
    const ownPassword = () =>
      connection.server === undefined
        ? firstPassword(file, given)
        : givenPassword(file, given, `TF_VAR_${passwordVariable(connection.name)}`);
    connections.push({ ...session, connection, firstPasswordFile: file, firstPassword: ownPassword });
  }
  return session;
}

function vaultOf(
  { name, vault, tls, elsewhere }: Deployment,
  store: KeyStore,
): Pick<Session, 'vault' | 'nodes'> {
  const trusted = tls === 'off' ? undefined : inProject(caFile(name));
  const addressOf = ({ port, address }: VaultNode) => vaultAddress(port, tls !== 'off', address);
  const byItself = (node: VaultNode) => ({
    ...node,
    vault: new VaultClient(addressOf(node), '', trusted),
  });
  const [first, ...others] = vault.nodes;
  const route = new VaultRoute({
    addresses: [addressOf(first), ...others.map(addressOf)],
    caFile: trusted,
    clusterId: () => store.clusterId,
  });
  return {
    vault: elsewhere === undefined ? new VaultClient(route, '', trusted) : clientOf(elsewhere),
    nodes: [byItself(first), ...others.map(byItself)],
  };
}

function clientOf({ address, caFile: ca }: ExternalVaultProps): VaultClient {
  return new VaultClient(address, '', ca === undefined ? undefined : inProject(ca));
}

/** Node would print the tokens of requests, and what it gives the programs that it starts. */
function refuseNodeDebug(): void {
  if ((process.env['NODE_DEBUG'] ?? '') === '') return;
  throw new Problem({
    what: 'NODE_DEBUG is set',
    why: 'Node would print the tokens of all requests',
    next: 'unset NODE_DEBUG',
    exitCode: exitCodes.usage,
  });
}

/** A connection that logs in as the superuser has the password that PostgreSQL starts with. */
function firstPasswordPath({ name }: Deployment, connection: Connection): string {
  return inProject(
    connection.isSuperuser ? serverPasswordFile(name) : firstPasswordFile(name, connection.name),
  );
}
