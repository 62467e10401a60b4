import { availableParallelism } from 'node:os';
import { sideBySide } from '../common/side-by-side';
import { stateBlock } from '../constructs/deployment';
import {
  databaseStack,
  passwordVariable,
  postgresImageVariable,
  vaultImageVariable,
  type StackName,
} from '../constructs/names';
import { TerraformStack, type StackEnvironment } from '../steps/terraform-stack';
import type { Tools } from '../toolchain';
import type { ConnectionSession, Session } from './session';
import { agreeOnPlace, forgetStack, removedFrom } from './state/agree-on-place';
import { storeOf, terraformOf } from './state/stores';

/** The stack of a connection and its roles. */
export interface DatabaseStack {
  readonly stack: TerraformStack;
  readonly connection: ConnectionSession;
}

/** How many stacks are planned or applied at once: Terraform waits for Vault and Docker now and then. */
export const stacksAtOnce = Math.max(3, availableParallelism());

/** The deployment's stacks, with what each of them gets from the environment. */
export class Stacks {
  /** Nothing is in it where all runs elsewhere. */
  readonly containers: TerraformStack;
  readonly access: TerraformStack;
  readonly databases: readonly DatabaseStack[];
  /** Those of connections that the deployment has no more, and Terraform's state still has. */
  readonly removed: readonly TerraformStack[];

  constructor(
    private readonly session: Session,
    readonly tools: Tools,
  ) {
    const { deployment } = session;
    const terraform = terraformOf(session, tools);
    const make = (stack: StackName) =>
      new TerraformStack(terraform, deployment.name, stack, storeOf(session, terraform, stack));
    this.containers = make('containers');
    this.access = make('access');
    this.databases = session.connections.map((connection) => ({
      stack: make(databaseStack(connection.connection.name)),
      connection,
    }));
    this.removed = removedFrom(session).map(make);
  }

  get deployment(): Session['deployment'] {
    return this.session.deployment;
  }

  /** In the order in which they are applied. */
  get all(): readonly TerraformStack[] {
    const own = this.session.deployment.elsewhere === undefined ? [this.containers] : [];
    return [...own, this.access, ...this.databases.map(({ stack }) => stack), ...this.removed];
  }

  byName(name: string): TerraformStack {
    const stack = this.all.find((each) => each.name === name);
    if (stack === undefined) throw new Error(`There is no stack ${name}`);
    return stack;
  }

  async init(): Promise<void> {
    agreeOnPlace(this.session);
    for (const stack of this.all) {
      const aside = stack.setDamagedStateAside();
      if (aside !== undefined)
        console.error(`The state of ${stack.name} was left half written: kept as ${aside}`);
    }
    for (const stack of this.removed)
      stack.synthesizeEmpty(this.access, stateBlock(this.session.deployment, stack.name));
    await sideBySide(this.all, stacksAtOnce, (stack) => stack.init());
  }

  /** Asks for the states alone: enough for who plans and applies nothing. */
  async loadStates(): Promise<void> {
    agreeOnPlace(this.session);
    await sideBySide(this.all, stacksAtOnce, (stack) => stack.loadState());
  }

  /** Forgets a stack that is taken down for good, and its state. */
  async forget(stack: TerraformStack): Promise<void> {
    await stack.removeState();
    forgetStack(this.session, stack.name);
  }

  /** What the state knows of Docker: containers, networks and volumes. */
  containerIds(): string[] {
    return this.containers.stateIds(['docker_container', 'docker_network', 'docker_volume']);
  }

  /** Which images to run. */
  containersEnvironment(): StackEnvironment {
    const { vault, postgres } = this.tools.images;
    return { variables: { [vaultImageVariable]: vault, [postgresImageVariable]: postgres } };
  }

  vaultEnvironment(vaultToken: string): StackEnvironment {
    return { vaultToken, vaultAddress: this.session.vault.address };
  }

  /** @param password the connection's first one; a plan is made with any, since it holds none */
  databaseEnvironment(
    { connection }: DatabaseStack,
    vaultToken: string,
    password = connection.firstPassword(),
  ): StackEnvironment {
    const { name } = connection.connection;
    return { ...this.vaultEnvironment(vaultToken), secretVariables: { [passwordVariable(name)]: password } };
  }
}
