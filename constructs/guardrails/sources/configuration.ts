import { notKnown, Reference, type CheckedBlock, type CheckedVariable, type Tree } from '../checked';
import { givenOf, treeOf } from './expressions';

interface RawModule {
  readonly resources?:
    | readonly {
        readonly address: string;
        readonly mode?: string | undefined;
        readonly expressions?: Tree | undefined;
      }[]
    | undefined;
  readonly variables?: Readonly<Record<string, { readonly default?: unknown }>> | undefined;
  readonly module_calls?:
    | Readonly<
        Record<string, { readonly module?: RawModule | undefined; readonly expressions?: Tree | undefined }>
      >
    | undefined;
}

export interface RawConfiguration {
  readonly root_module?: RawModule | undefined;
  readonly provider_config?:
    | Readonly<
        Record<
          string,
          {
            readonly name: string;
            readonly alias?: string | undefined;
            readonly module_address?: string | undefined;
            readonly expressions?: Tree | undefined;
          }
        >
      >
    | undefined;
}

type Values = Readonly<Record<string, { readonly value?: unknown }>>;

/** What is written in one module. */
export interface Module {
  readonly variables: readonly CheckedVariable[];
  readonly providers: readonly CheckedBlock[];
  /** Expressions by address, which here has no indexes. */
  readonly resources: ReadonlyMap<string, Tree>;
}

/** The configuration of a plan, module by module. @param values of the root's variables */
export function modulesOf(configuration: RawConfiguration | undefined, values: Values): Module[] {
  const { root_module: root = {}, provider_config: providers = {} } = configuration ?? {};
  const own = Object.values(providers).map(
    ({ name, alias, module_address: module = '', expressions = {} }) => {
      const given = treeOf(expressions);
      return {
        address: joined(module, 'provider', name, alias ?? ''),
        type: name,
        module,
        given,
        values: module === '' ? withVariables(given, values) : withVariables(given, {}),
      };
    },
  );
  return [{ variables: [], providers: own, resources: new Map() }, ...modulesBelow(root, '', {}, values)];
}

function modulesBelow(raw: RawModule, module: string, call: Tree, values: Values): Module[] {
  const variables = Object.entries(raw.variables ?? {}).map(([name, { default: value }]) => ({
    address: joined(module, 'var', name),
    default: value,
    isEphemeral: module === '' ? isEphemeral(value, values[name]) : undefined,
    given: name in call ? givenOf(call[name]) : undefined,
  }));
  const managed = (raw.resources ?? []).filter(({ mode }) => mode !== 'data');
  const resources = new Map(
    managed.map(({ address, expressions = {} }) => [joined(module, address), expressions]),
  );
  const below = Object.entries(raw.module_calls ?? {}).flatMap(
    ([name, { module: inner = {}, expressions = {} }]) =>
      modulesBelow(inner, joined(module, 'module', name), expressions, values),
  );
  return [{ variables, providers: [], resources }, ...below];
}

/**
 * A plan keeps the values of variables, but of ephemeral ones none. In place of a value that it does not have, Terraform
 * shows the default, so that one that has a default may be either.
 */
function isEphemeral(
  byDefault: unknown,
  kept: { readonly value?: unknown } | undefined,
): boolean | undefined {
  if (kept === undefined) return true;
  return byDefault !== undefined && byDefault === kept.value ? undefined : false;
}

/** What is known of it: literal values, and those of the root's variables. */
function withVariables(given: Tree, values: Values): Tree {
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      if (!(one instanceof Reference)) return [name, one];
      const [variable] = one.to.length === 1 ? one.to : [];
      return [name, values[variable?.replace(/^var\./, '') ?? '']?.value ?? notKnown];
    }),
  );
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('.');
}
