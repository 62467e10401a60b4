import { parseJson } from '../common/parse-json';

/** One resource that a plan would change. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** Whether it is replaced only because an earlier apply failed half-way. */
  readonly isTainted: boolean;
  /** What it is to be; empty where it goes. Terraform is asked for it where nobody did before. */
  readonly after: () => Promise<Readonly<Record<string, unknown>>>;
}

/** A line of `terraform plan -json`: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Message {
  readonly type?: string;
  readonly change?: {
    readonly resource: { readonly addr: string; readonly resource_type: string };
    readonly action: string;
    readonly reason?: string;
  };
  readonly diagnostic?: {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  };
}

interface ShownPlan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly action_reason?: string;
    readonly change: { readonly actions: readonly string[]; readonly after: Record<string, unknown> | null };
  }[];
}

const changing: Readonly<Record<string, readonly string[]>> = {
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  replace: ['delete', 'create'],
};

/**
 * What a plan would change, as Terraform says while it plans: to be shown the plan afterwards takes it as long again.
 *
 * @param shown the plan as Terraform shows it
 */
export function changesSaid(said: string, shown: () => Promise<string>): PlannedChange[] {
  const after = valuesIn(shown);
  return messagesOf(said).flatMap(({ type, change }) => {
    const actions = type === 'planned_change' && change !== undefined ? changing[change.action] : undefined;
    if (change === undefined || actions === undefined) return [];
    const { addr: address, resource_type: resourceType } = change.resource;
    const isTainted = change.reason === 'tainted';
    return [{ address, type: resourceType, actions, isTainted, after: () => after(address) }];
  });
}

/** What a plan that is there would change. @param shown the plan as Terraform shows it */
export function changesShown(shown: string): PlannedChange[] {
  return (planOf(shown).resource_changes ?? [])
    .filter(({ change }) => !change.actions.every((action) => action === 'no-op' || action === 'read'))
    .map(({ address, type, action_reason: reason, change }) => ({
      address,
      type,
      actions: change.actions,
      isTainted: reason === 'replace_because_tainted',
      after: () => Promise.resolve(change.after ?? {}),
    }));
}

/** The errors of a plan that failed, as Terraform tells them to a person; empty where it told none. */
export function errorsSaid(said: string): string {
  return messagesOf(said)
    .flatMap(({ diagnostic }) => (diagnostic?.severity === 'error' ? [diagnostic] : []))
    .map(({ summary, address, detail = '' }) =>
      [`Error: ${summary}`, ...(address === undefined ? [] : [`  with ${address}`]), detail].join('\n'),
    )
    .join('\n');
}

function messagesOf(said: string): Message[] {
  return said.split('\n').flatMap((line) => (parseJson(line) as Message | undefined) ?? []);
}

function valuesIn(shown: () => Promise<string>): (address: string) => Promise<Record<string, unknown>> {
  let values: Promise<ReadonlyMap<string, Record<string, unknown>>> | undefined;
  const read = async () =>
    new Map(
      (planOf(await shown()).resource_changes ?? []).map((one) => [one.address, one.change.after ?? {}]),
    );
  return async (address) => (await (values ??= read())).get(address) ?? {};
}

function planOf(shown: string): ShownPlan {
  return JSON.parse(shown) as ShownPlan;
}
