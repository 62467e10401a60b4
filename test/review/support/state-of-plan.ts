import { createHash } from 'node:crypto';
import { sensitivePaths } from './sensitive-paths';
import { withZeroValues, zeroOf, type BlockSchema } from './zero-values';

type Json = Readonly<Record<string, unknown>>;

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: number | string;
  readonly provider_name: string;
  readonly schema_version: number;
  readonly values: Json;
  readonly sensitive_values?: unknown;
}

/** The part of a plan's JSON that becomes a state. */
interface PlanOutput {
  readonly terraform_version: string;
  readonly planned_values: { readonly root_module: { readonly resources?: readonly PlannedResource[] } };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly after_unknown?: unknown };
  }[];
  readonly configuration: {
    readonly root_module: {
      readonly resources?: readonly { readonly address: string; readonly expressions?: Json }[];
    };
  };
}

export interface StateProps {
  /** By the type of the resource. */
  readonly schemas: ReadonlyMap<string, BlockSchema>;
  /** Addresses of what an apply left half-way. */
  readonly tainted: readonly string[];
}

/**
 * The state that an apply of a plan would leave: what is planned, and plausible values for what only an apply tells.
 *
 * @param planJson of a plan against an empty state
 */
export function stateOfPlan(planJson: string, { schemas, tainted }: StateProps): string {
  const plan = JSON.parse(planJson) as PlanOutput;
  const resources = plan.planned_values.root_module.resources ?? [];
  return JSON.stringify({
    version: 4,
    terraform_version: plan.terraform_version,
    serial: 1,
    lineage: 'a7c1e2aa-5f0e-4c8e-9a55-2f0c1b7c0d4e',
    outputs: {},
    resources: resources.map((resource) => ({
      mode: resource.mode,
      type: resource.type,
      name: resource.name,
      provider: `provider["${resource.provider_name}"]`,
      instances: [
        {
          ...(resource.index === undefined ? {} : { index_key: resource.index }),
          ...(tainted.includes(resource.address) ? { status: 'tainted' } : {}),
          schema_version: resource.schema_version,
          attributes: attributesOf(plan, resource, schemas.get(resource.type) ?? {}),
          sensitive_attributes: sensitivePaths(resource.sensitive_values),
        },
      ],
    })),
  });
}

function attributesOf(plan: PlanOutput, { address, values }: PlannedResource, schema: BlockSchema): Json {
  const unknown = plan.resource_changes?.find((change) => change.address === address)?.change.after_unknown;
  const configured = plan.configuration.root_module.resources?.find(
    (resource) => resource.address === address.replace(/\[.*\]$/, ''),
  );
  const filled = Object.entries((unknown ?? {}) as Json)
    .filter(([, isUnknown]) => isUnknown === true)
    .map(([name]) => {
      const value = referred(configured?.expressions?.[name]) ?? plausible(address, name);
      return [name, value ?? zeroOf(schema.attributes?.[name]?.type)] as const;
    });
  return { ...withZeroValues(values, schema), ...Object.fromEntries(filled) };
}

/** What an attribute becomes that names another resource's, such as a container's image. */
function referred(expression: unknown): string | undefined {
  const references = (expression as { references?: readonly string[] } | undefined)?.references;
  const [, address, name] = /^(\w+\.[^.]+)\.(\w+)$/.exec(references?.[0] ?? '') ?? [];
  return address === undefined || name === undefined ? undefined : plausible(address, name);
}

/** Of the same resource always the same. */
function plausible(address: string, name: string): string | undefined {
  const hex = createHash('sha256').update(address).digest('hex');
  if (name === 'image_id') return `sha256:${hex}`;
  return ['id', 'accessor', 'role_id', 'repo_digest'].includes(name) ? hex : undefined;
}
