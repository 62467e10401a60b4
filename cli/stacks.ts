import { availableParallelism } from 'node:os';
import { sideBySide } from '../common/side-by-side';
import {
  databaseStack,
  passwordVariable,
  postgresImageVariable,
  vaultImageVariable,
  type DatabaseStackName,
} from '../constructs/names';
import { removedStacks } from '../steps/removed-stacks';
import { TerraformStack, type StackEnvironment } from '../steps/terraform-stack';
import type { Tools } from '../toolchain';
import type { ConnectionSession, Session } from './session';

/** The stack of a connection and its roles. */
export interface DatabaseStack {
  readonly stack: TerraformStack;
  readonly connection: ConnectionSession;
}

/** How many stacks are planned or applied at once: Terraform waits for Vault and Docker now and then. */
export const stacksAtOnce = Math.max(3, availableParallelism());

/** The deployment's stacks, with what each of them gets from the environment. */
export class Stacks {
  readonly containers: TerraformStack;
  readonly access: TerraformStack;
  readonly databases: readonly DatabaseStack[];
  /** Those of connections that the deployment has no more, and Terraform's state still has. */
  readonly removed: readonly TerraformStack[];

  constructor(
    session: Session,
    readonly tools: Tools,
  ) {
    const { name, connections } = session.deployment;
    const terraform = { command: tools.terraform, env: tools.env };
    const make = (stack: 'containers' | 'access' | DatabaseStackName) =>
      new TerraformStack(terraform, name, stack);
    this.containers = make('containers');
    this.access = make('access');
    this.databases = session.connections.map((connection) => ({
      stack: make(databaseStack(connection.connection.name)),
      connection,
    }));
    this.removed = removedStacks(
      name,
      connections.map((connection) => databaseStack(connection.name)),
    ).map(make);
  }

  /** In the order in which they are applied. */
  get all(): readonly TerraformStack[] {
    return [this.containers, this.access, ...this.databases.map(({ stack }) => stack), ...this.removed];
  }

  byName(name: string): TerraformStack {
    const stack = this.all.find((each) => each.name === name);
    if (stack === undefined) throw new Error(`There is no stack ${name}`);
    return stack;
  }

  async init(): Promise<void> {
    for (const stack of this.all) {
      const aside = stack.setDamagedStateAside();
      if (aside !== undefined)
        console.error(`The state of ${stack.name} was left half written: kept as ${aside}`);
    }
    for (const stack of this.removed) stack.synthesizeEmpty(this.access);
    await sideBySide(this.all, stacksAtOnce, (stack) => stack.init());
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
    return { vaultToken };
  }

  /** @param password the connection's first one; a plan is made with any, since it holds none */
  databaseEnvironment(
    { connection }: DatabaseStack,
    vaultToken: string,
    password = connection.firstPassword(),
  ): StackEnvironment {
    const { name } = connection.connection;
    return { vaultToken, secretVariables: { [passwordVariable(name)]: password } };
  }
}
