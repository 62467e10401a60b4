/** A deployment that must be refused, and every line of the refusal. */
export interface HostileDeployment {
  readonly title: string;
  readonly props: unknown;
  readonly problems: readonly string[];
}

/** A valid deployment, for each case to break. */
export const valid = {
  name: 'hostile',
  connections: { pg: {} },
  roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
};

/** The valid deployment with one property, such as `vault.port`, set to a value. */
export function having(property: string, value: unknown): unknown {
  return set(valid, property.split('.'), value);
}

function set(object: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const inner = (object as Record<string, object>)[key] ?? {};
  return { ...object, [key]: rest.length === 0 ? value : set(inner, rest, value) };
}

/** One line of a refusal. @param shown the value as the line shows it */
export function line(property: string, shown: string, problem: string): string {
  return `'${property}' (${shown}) ${problem}`;
}

/** The valid deployment with one property wrong, which is the one problem. */
export function one(
  property: string,
  value: unknown,
  problem: string,
  shown = JSON.stringify(value),
): HostileDeployment {
  return {
    title: `${property} is ${shown}`,
    props: having(property, value),
    problems: [line(property, shown, problem)],
  };
}
