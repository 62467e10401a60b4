import {
  passwordVariable,
  postgresImageVariable,
  stackNames,
  vaultImageVariable,
  type StackName,
} from '../constructs/names';
import { TerraformStack, type StackEnvironment } from '../steps/terraform-stack';
import type { Tools } from '../toolchain';
import type { Session } from './session';

/** The deployment's stacks with what each of them gets from the environment. */
export class Stacks {
  private readonly stacks: Readonly<Record<StackName, TerraformStack>>;

  constructor(
    private readonly session: Session,
    private readonly tools: Tools,
  ) {
    const terraform = { command: tools.terraform, env: tools.env };
    const make = (name: StackName) => new TerraformStack(terraform, session.deployment.name, name);
    this.stacks = { containers: make('containers'), access: make('access'), database: make('database') };
  }

  get(name: StackName): TerraformStack {
    return this.stacks[name];
  }

  async init(): Promise<void> {
    await Promise.all(stackNames.map((name) => this.stacks[name].init()));
  }

  /** The environment of the stack `containers`: which images to run. */
  containers(): StackEnvironment {
    const { vault, postgres } = this.tools.images;
    return { variables: { [vaultImageVariable]: vault, [postgresImageVariable]: postgres } };
  }

  /** The environment of the stack `access`. */
  access(rootToken: string): StackEnvironment {
    return { vaultToken: rootToken };
  }

  /** The environment of the stack `database`. */
  database(dbAdminToken: string): StackEnvironment {
    const { connection } = this.session;
    return {
      vaultToken: dbAdminToken,
      secretVariables: { [passwordVariable(connection.name)]: this.session.firstPassword() },
    };
  }
}
