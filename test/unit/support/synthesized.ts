import { Testing, type App, type TerraformStack } from 'cdktf';
import {
  resolveDeployment,
  type Connection,
  type Deployment,
  type DeploymentProps,
} from '../../../constructs/deployment';
import { temporaryFolder } from './temporary-folder';

type Attributes = Readonly<Record<string, unknown>>;

interface StackJson {
  readonly terraform: {
    readonly backend: Readonly<Record<string, Attributes>>;
    readonly required_providers: Readonly<Record<string, Attributes>>;
  };
  readonly provider: Readonly<Record<string, readonly Attributes[]>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly variable?: Readonly<Record<string, Attributes>>;
}

/** A stack as Terraform reads it. */
export class Synthesized {
  readonly text: string;
  readonly json: StackJson;

  /**
   * @param props what differs from a deployment that sets only what it must
   * @param name of the connection whose stack it is; the first one where it is left out
   */
  constructor(
    Stack: new (app: App, deployment: Deployment, connection: Connection) => TerraformStack,
    props: Partial<DeploymentProps> = {},
    name?: string,
  ) {
    const app = Testing.app({ outdir: temporaryFolder() });
    const deployment = resolveDeployment({ ...plain, ...props });
    const connection = deployment.connections.find((one) => name === undefined || one.name === name);
    if (connection === undefined) throw new Error(`There is no connection ${name ?? ''}`);
    this.text = Testing.synth(new Stack(app, deployment, connection));
    this.json = JSON.parse(this.text) as StackJson;
  }

  /** The resources of a type, without what cdktf notes on them. */
  all(type: string): Attributes[] {
    return Object.values(this.json.resource[type] ?? {}).map((attributes) =>
      Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== '//')),
    );
  }

  /** The one resource of a type, or that of a name. */
  one(type: string, name?: string): Attributes {
    const found = this.all(type).filter((attributes) => name === undefined || attributes['name'] === name);
    if (found.length === 1 && found[0] !== undefined) return found[0];
    throw new Error(`There are ${found.length} of ${type} ${name ?? ''}`);
  }

  /** The reference by which one resource names another's attribute. */
  reference(type: string, attribute: string, index = 0): string {
    const id = Object.keys(this.json.resource[type] ?? {})[index];
    return `\${${type}.${id ?? 'none'}.${attribute}}`;
  }
}

/** Sets only what it must. */
const plain: DeploymentProps = {
  name: 'plain',
  connections: { pg: {} },
  roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
};
