import type { StateProps } from '../constructs/deployment';

/** Programs that are started from here on do not get it. */
export function takeFromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  Reflect.deleteProperty(process.env, name);
  return value;
}

/** How the variables begin that open each place of Terraform's state. */
const beginnings = { pg: 'PG', s3: 'AWS_', hcp: 'TF_TOKEN_' } as const;

/** Takes what opens the place of Terraform's state. */
export function takeStateLogin(state: StateProps | undefined): Readonly<Record<string, string>> {
  const kind = (['pg', 's3', 'hcp'] as const).find((name) => state?.[name] !== undefined);
  if (kind === undefined) return {};
  const names = Object.keys(process.env).filter((name) => name.startsWith(beginnings[kind]));
  return Object.fromEntries(names.map((name) => [name, takeFromEnvironment(name) ?? '']));
}
