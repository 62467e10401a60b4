import { inProject } from '../common/project';
import { Problem, exitCodes } from '../common/problem';
import type { Connection, Deployment } from '../constructs/deployment';
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
import { Journal } from '../steps/journal';
import { KeyStore } from '../steps/key-store';
import { VaultClient } from '../steps/vault-client';
import { Identities } from './identities';
import { KeyShares } from './key-shares';

/** The options that every verb has. */
export interface CommonArguments {
  readonly deployment?: string | undefined;
  readonly json: boolean;
  /** Files with key shares that people hold, and `-` for standard input. @default none */
  readonly shares?: readonly string[] | undefined;
}

/** What a verb works on: one deployment, its Vault, and what this machine keeps for it. */
export interface Session {
  /** What the deployment was chosen by: a name, or a file. */
  readonly choice: string;
  readonly deployment: Deployment;
  /** The same for each of its connections. */
  readonly connections: readonly ConnectionSession[];
  readonly vault: VaultClient;
  readonly store: KeyStore;
  /** Where it has key shares from. */
  readonly shares: KeyShares;
  readonly journal: Journal;
  /** Whom it acts as in Vault. */
  readonly identities: Identities;
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
  const vault = vaultOf(deployment);
  const store = new KeyStore(inProject(`${deploymentFolder(deployment.name)}/keys`));
  const shares = new KeyShares(vault, store, args.shares ?? []);
  const journal = new Journal(inProject(journalFile(deployment.name)));
  const connections: ConnectionSession[] = [];
  const session = {
    choice,
    deployment,
    connections,
    vault,
    store,
    shares,
    journal,
    identities: new Identities(vault, store, journal, shares, identitiesOf(deployment.application)),
    ensureFirstPasswords: () => {
      for (const each of connections) each.firstPassword();
      firstPassword(inProject(serverPasswordFile(deployment.name)), undefined);
    },
  };
  for (const connection of deployment.connections) {
    const given = takeFromEnvironment(`TF_VAR_${passwordVariable(connection.name)}`);
    const file = firstPasswordPath(deployment, connection);
    const ownPassword = () => firstPassword(file, given);
    connections.push({ ...session, connection, firstPasswordFile: file, firstPassword: ownPassword });
  }
  return session;
}

function vaultOf({ name, vault, tls }: Deployment): VaultClient {
  const address = vaultAddress(vault.port, tls !== 'off');
  return new VaultClient(address, '', tls === 'off' ? undefined : inProject(caFile(name)));
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

/** A connection that logs in as the superuser has the password that PostgreSQL starts with. */
function firstPasswordPath({ name }: Deployment, connection: Connection): string {
  return inProject(
    connection.isSuperuser ? serverPasswordFile(name) : firstPasswordFile(name, connection.name),
  );
}
