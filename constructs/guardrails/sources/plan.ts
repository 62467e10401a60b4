import { notKnown, type Checked, type CheckedBlock, type CheckedEnding, type Tree } from '../checked';
import { isTree } from '../tree';
import { modulesOf, type Module, type RawConfiguration } from './configuration';
import { treeOf } from './expressions';

/** The part of `terraform show -json <plan>` that rules are asked about. */
export interface RawPlan {
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>> | undefined;
  readonly resource_changes?: readonly RawChange[] | undefined;
  readonly configuration?: RawConfiguration | undefined;
}

interface RawChange {
  readonly address: string;
  readonly mode?: string | undefined;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: Tree | null | undefined;
    readonly after?: Tree | null | undefined;
    readonly after_unknown?: unknown;
  };
}

/** What rules ask of a plan, whoever wrote its configuration. Data sources are not asked about: they change nothing. */
export function fromPlan(plan: RawPlan): Checked {
  const modules = modulesOf(plan.configuration, plan.variables ?? {});
  const given = new Map(modules.flatMap(({ resources }) => [...resources]));
  const changes = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
  return {
    resources: changes.flatMap((change) => blockOf(change, given)),
    providers: modules.flatMap(({ providers }) => providers),
    variables: modules.flatMap(({ variables }) => variables),
    endings: changes.flatMap(endingOf),
  };
}

/** None where it will not be there. */
function blockOf({ address, type, change }: RawChange, given: Module['resources']): CheckedBlock[] {
  if (!isTree(change.after)) return [];
  const path = withoutIndexes(address);
  return [
    {
      address,
      type,
      module: moduleOf(path),
      values: withUnknown(change.after, change.after_unknown) as Tree,
      given: treeOf(given.get(path) ?? {}),
    },
  ];
}

function endingOf({ address, type, change }: RawChange): CheckedEnding[] {
  if (!change.actions.includes('delete')) return [];
  const action = change.actions.includes('create') ? 'replace' : 'delete';
  return [{ address, type, action, before: change.before ?? {} }];
}

/** `module.x["a.b"].vault_policy.app[0]` is what the configuration calls `module.x.vault_policy.app`. */
function withoutIndexes(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}

function moduleOf(path: string): string {
  return path.split('.').slice(0, -2).join('.');
}

/** Terraform leaves out what only an apply tells, and says so beside it. */
function withUnknown(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return notKnown;
  if (Array.isArray(unknown)) {
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    return unknown.map((mark, index) => withUnknown(items[index], mark)).concat(items.slice(unknown.length));
  }
  if (!isTree(unknown)) return value;
  const marked = Object.entries(unknown).map(([name, mark]) => [
    name,
    withUnknown(isTree(value) ? value[name] : undefined, mark),
  ]);
  return { ...(isTree(value) ? value : {}), ...(Object.fromEntries(marked) as Tree) };
}
