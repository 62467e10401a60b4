import {
  passwordVariable,
  postgresImageVariable,
  vaultImageVariable,
  type StackName,
} from '../constructs/names';
import { TerraformStack, type StackEnvironment } from '../steps/terraform-stack';
import type { Tools } from '../toolchain';
import type { Session } from './session';

/** The deployment's stacks, with what each of them gets from the environment. */
export class Stacks {
  readonly containers: TerraformStack;
  readonly access: TerraformStack;
  readonly database: TerraformStack;

  constructor(
    private readonly session: Session,
    readonly tools: Tools,
  ) {
    const terraform = { command: tools.terraform, env: tools.env };
    const make = (name: StackName) => new TerraformStack(terraform, session.deployment.name, name);
    this.containers = make('containers');
    this.access = make('access');
    this.database = make('database');
  }

  get deployment(): Session['deployment'] {
    return this.session.deployment;
  }

  byName(name: StackName): TerraformStack {
    return this[name];
  }

  async init(): Promise<void> {
    const stacks = [this.containers, this.access, this.database];
    for (const stack of stacks) {
      const aside = stack.setDamagedStateAside();
      if (aside !== undefined)
        console.error(`The state of ${stack.name} was left half written: kept as ${aside}`);
    }
    await Promise.all(stacks.map((stack) => stack.init()));
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

  accessEnvironment(vaultToken: string): StackEnvironment {
    return { vaultToken, vaultAddress: this.session.vault.address };
  }

  /** @param password the connection's first one; a plan is made with any, since it holds none */
  databaseEnvironment(vaultToken: string, password = this.session.firstPassword()): StackEnvironment {
    const { connection } = this.session;
    const vaultAddress = this.session.vault.address;
    return { vaultToken, vaultAddress, secretVariables: { [passwordVariable(connection.name)]: password } };
  }
}
