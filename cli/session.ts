import { inProject } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import type { Connection, Deployment, VaultNode } from '../constructs/deployment';
import {
  caFile,
  deploymentFolder,
  firstPasswordFile,
  identitiesOf,
  journalFile,
  passwordVariable,
  vaultAddress,
} from '../constructs/names';
import { chosenDeployment, loadDeployment } from '../deployments/load';
import { firstPassword } from '../steps/first-password';
import { Journal } from '../steps/journal';
import { KeyStore } from '../steps/key-store';
import { VaultClient } from '../steps/vault-client';
import { VaultRoute } from '../steps/vault-route';
import { Identities } from './identities';
import { KeyShares } from './key-shares';

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
  readonly connection: Connection;
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
  /** Made when it is asked for the first time. */
  firstPassword(): string;
}

export function openSession(args: CommonArguments): Session {
  refuseNodeDebug();
  const choice = chosenDeployment(args.deployment);
  const deployment = loadDeployment(choice);
  const [connection] = deployment.connections;
  if (connection === undefined) throw new Error('a valid deployment has a connection');
  const given = takeFromEnvironment(`TF_VAR_${passwordVariable(connection.name)}`);
  const store = new KeyStore(inProject(`${deploymentFolder(deployment.name)}/keys`));
  const { vault, nodes } = vaultOf(deployment, store);
  const shares = new KeyShares(vault, store, args.shares ?? []);
  const journal = new Journal(inProject(journalFile(deployment.name)));
  return {
    choice,
    deployment,
    connection,
    vault,
    nodes,
    store,
    shares,
    journal,
    identities: new Identities(vault, store, journal, shares, identitiesOf(deployment.application)),
    firstPassword: () => firstPassword(inProject(firstPasswordFile(deployment.name)), given),
  };
}

function vaultOf({ name, vault, tls }: Deployment, store: KeyStore): Pick<Session, 'vault' | 'nodes'> {
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
    vault: new VaultClient(route, '', trusted),
    nodes: [byItself(first), ...others.map(byItself)],
  };
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

/** Programs that are started from here on do not get it. */
function takeFromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  Reflect.deleteProperty(process.env, name);
  return value;
}

/** The file of the first password. */
export function firstPasswordPath({ deployment }: Session): string {
  return inProject(firstPasswordFile(deployment.name));
}
