import { parseJson } from '../common/parse-json';

/** The part of Terraform's state file that is read here. */
export interface TerraformState {
  readonly serial: number;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly provider: string;
    readonly instances: readonly {
      readonly attributes: { id: string } & Record<string, unknown>;
      readonly sensitive_attributes?: readonly (readonly PathStep[])[];
    }[];
  }[];
}

/** A resource as Terraform's state has it. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The paths of what is sensitive in it. */
  readonly sensitive: readonly (readonly (string | number)[])[];
}

/** A part of a path to what is sensitive. */
interface PathStep {
  readonly value: string | number | { readonly value: string | number };
}

/** @param state as it is stored */
export function resourcesOf(state: string): StateResource[] {
  const { resources } = JSON.parse(state) as TerraformState;
  return resources.flatMap(({ type, name, instances }) =>
    instances.map(({ attributes, sensitive_attributes: paths = [] }) => ({
      address: `${type}.${name}`,
      type,
      name,
      id: attributes.id,
      attributes,
      sensitive: paths.map((path) => path.map(stepOf)),
    })),
  );
}

/** The providers, as `hashicorp/vault`, of which a state has resources from OpenTofu's registry. */
export function openTofuSources(state: string): string[] {
  const { resources = [] } = (parseJson(state) ?? {}) as Partial<TerraformState>;
  const found = resources.map(
    ({ provider }) => /^provider\["registry\.opentofu\.org\/(.+)"\]/.exec(provider)?.[1],
  );
  return [...new Set(found)].filter((source) => source !== undefined);
}

function stepOf({ value }: PathStep): string | number {
  return typeof value === 'object' ? value.value : value;
}
