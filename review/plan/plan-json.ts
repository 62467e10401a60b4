import { z } from 'zod';
import { Problem, exitCodes } from '../../common/problem';
import { parseJson } from '../../common/parse-json';

const values = z.record(z.string(), z.unknown());
/** `true` for a whole value, or a tree of them. */
const marks = z.union([z.boolean(), values, z.array(z.unknown())]).nullish();

const change = z.object({
  actions: z.array(z.string()),
  before: values.nullish(),
  after: values.nullish(),
  after_unknown: marks,
  before_sensitive: marks,
  after_sensitive: marks,
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
});

const resourceChange = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  name: z.string(),
  action_reason: z.string().optional(),
  change,
});

/** Expressions of a resource, a block's as a list of the same. */
const expressions = values;

const configuredResource = z.object({
  address: z.string(),
  mode: z.string().optional(),
  type: z.string(),
  name: z.string(),
  expressions: expressions.optional(),
});

interface ModuleCall {
  readonly module?: ConfiguredModule | undefined;
  /** What it is given, by the names of its variables. */
  readonly expressions?: z.infer<typeof expressions> | undefined;
}

const configuredVariables = z.record(z.string(), z.object({ default: z.unknown().optional() }));

export interface ConfiguredModule {
  readonly resources?: readonly z.infer<typeof configuredResource>[] | undefined;
  readonly variables?: z.infer<typeof configuredVariables> | undefined;
  readonly module_calls?: Readonly<Record<string, ModuleCall>> | undefined;
}

const configuredModule: z.ZodType<ConfiguredModule> = z.object({
  resources: z.array(configuredResource).optional(),
  variables: configuredVariables.optional(),
  get module_calls() {
    const call = z.object({ module: configuredModule.optional(), expressions: expressions.optional() });
    return z.record(z.string(), call).optional();
  },
});

const planSchema = z.object({
  format_version: z.string().regex(/^1\./),
  errored: z.boolean().optional(),
  /** Of the root, but those of ephemeral ones. */
  variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).optional(),
  resource_changes: z.array(resourceChange).optional(),
  resource_drift: z.array(resourceChange).optional(),
  configuration: z
    .object({
      root_module: configuredModule.optional(),
      provider_config: z
        .record(
          z.string(),
          z.object({
            name: z.string(),
            alias: z.string().optional(),
            module_address: z.string().optional(),
            expressions: expressions.optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/** The part of `terraform show -json <plan>` that is read here. Terraform's format 1. */
export type PlanJson = z.infer<typeof planSchema>;
export type ResourceChangeJson = z.infer<typeof resourceChange>;

/** @throws Problem (exit code 64) where the text is no plan */
export function parsePlanJson(text: string, where: string): PlanJson {
  const value = parseJson(text);
  const { data, error } = planSchema.safeParse(value);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new Problem({
    what: "This is not a plan in Terraform's JSON",
    where,
    why: value === undefined ? 'it is not JSON' : `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    next: 'terraform plan -out=plan && terraform show -json plan > plan.json',
    exitCode: exitCodes.usage,
  });
}
