import type { Conditions } from '../../common/policies/parse-policy';

type Parameters = Conditions['allowedParameters'];

/** What binds a request where two policies name the same path, as Vault 1.21 has it (`vault/acl.go`, `NewACL`). */
export function mergeConditions(one: Conditions, other: Conditions): Conditions {
  const conditions = {
    minWrappingTtlSeconds: least(one.minWrappingTtlSeconds, other.minWrappingTtlSeconds),
    maxWrappingTtlSeconds: least(one.maxWrappingTtlSeconds, other.maxWrappingTtlSeconds),
    allowedParameters: mergeParameters(one.allowedParameters, other.allowedParameters),
    deniedParameters: mergeParameters(one.deniedParameters, other.deniedParameters),
    requiredParameters: mergeLists(one.requiredParameters, other.requiredParameters),
    hasApproval: one.hasApproval ?? other.hasApproval,
  };
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
}

/** The same for conditions that bind alike, in whatever order they are written. */
export function conditionsKey(conditions: Conditions): string {
  return JSON.stringify(sorted(conditions));
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

/** The values of both; but where one allows, or denies, every value, so do both together. */
function mergeParameters(one: Parameters, other: Parameters): Parameters {
  if (one === undefined || other === undefined) return one ?? other;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    names.map((name) => {
      const [values, others] = [one[name], other[name]];
      const takesAll = values?.length === 0 || others?.length === 0;
      return [name, takesAll ? [] : [...(values ?? []), ...(others ?? [])]];
    }),
  );
}

function mergeLists<Item>(one: readonly Item[] | undefined, other: readonly Item[] | undefined) {
  if (one === undefined || other === undefined) return one ?? other;
  return [...one, ...other];
}

/** Lists are sets here, and so are the names of parameters. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const texts = new Set(value.map((item) => JSON.stringify(sorted(item))));
    return [...texts].sort();
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .map(([name, item]) => [name, sorted(item)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
