/** Vault's description of what it has: `sys/internal/specs/openapi`. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, OpenApiPath>>;
}

interface OpenApiPath {
  readonly get?: object;
  readonly 'x-vault-sudo'?: boolean;
  readonly 'x-vault-unauthenticated'?: boolean;
}

/** Stands for every name that no deployment has. */
export const otherName = 'other';

/** What a deployment has of its own: whatever Vault takes a name for, each of them is tried. */
const ownNames = [
  'database',
  'database/creds',
  'database/creds/db-app',
  'my-postgres-database',
  'db-app',
  'db-admin',
  'plan',
  'backup',
  'app-issuer',
  'app-operator',
  'app',
  'approle',
  'auth/approle',
  'file',
  'postgresql-database-plugin',
  'default',
  'root',
];

/** Every path that the running Vault has, each parameter with the names of the deployment and with another one. */
export function allPaths(api: OpenApi): string[] {
  const paths = templates(api).flatMap(([template]) =>
    [otherName, ...ownNames].map((name) => fill(template, name)),
  );
  return [...new Set(paths)].sort();
}

/** What can be read or listed with a token, with other names; a list's path ends with a slash. */
export function readablePaths(api: OpenApi): string[] {
  return templates(api)
    .filter(([, path]) => path.get !== undefined && path['x-vault-unauthenticated'] !== true)
    .map(([template]) => fill(template, otherName));
}

/** Whether Vault keeps a path for root, and for those with the capability `sudo`. */
export function takesSudo(api: OpenApi, path: string): boolean {
  return templates(api)
    .filter(([template]) => new RegExp(`^${fill(template, '.+')}/?$`).test(path))
    .some(([, details]) => details['x-vault-sudo'] === true);
}

function templates({ paths }: OpenApi): [string, OpenApiPath][] {
  return Object.entries(paths).map(([path, details]) => [path.replace(/^\//, ''), details]);
}

function fill(template: string, name: string): string {
  return template.replaceAll(/\{[^}]+\}/g, name);
}
