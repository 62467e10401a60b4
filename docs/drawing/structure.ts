import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { Testing, type TerraformStack } from 'cdktf';
import { inProject } from '../../common/project';
import { Access } from '../../constructs/access';
import { Containers } from '../../constructs/containers';
import { Database } from '../../constructs/database';
import type { Connection, Deployment } from '../../constructs/deployment';
import { postgresImageVariable, vaultImageVariable } from '../../constructs/names';

/** A resource as the picture names it: `volume`, `dbvault-local-vault-file`. */
export interface Resource {
  readonly kind: string;
  readonly name: string;
}

const kinds: Readonly<Record<string, string>> = {
  docker_network: 'network',
  docker_image: 'image',
  docker_volume: 'volume',
  docker_container: 'container',
  vault_audit: 'audit',
  vault_policy: 'policy',
  vault_auth_backend: 'logins at',
  vault_approle_auth_backend_role: 'AppRole',
  vault_mount: 'mount',
  vault_database_secret_backend_connection: 'connection',
  vault_database_secret_backend_role: 'role',
};

/** What the stacks declare, as they are synthesized: of those of connections, that of this one. */
export interface Declared {
  readonly containers: readonly Resource[];
  readonly access: readonly Resource[];
  readonly database: readonly Resource[];
}

/** @throws Error for a kind of resource that has no name here */
export function resourcesOf(deployment: Deployment, connection: Connection): Declared {
  const app = Testing.app();
  const images: Readonly<Record<string, string>> = {
    [`\${var.${vaultImageVariable}}`]: deployment.vault.image,
    [`\${var.${postgresImageVariable}}`]: deployment.postgres.image,
  };
  const read = (stack: TerraformStack): Resource[] => {
    const { resource } = JSON.parse(Testing.synth(stack)) as {
      resource: Record<string, Record<string, { name?: string; role_name?: string; path?: string }>>;
    };
    const found = Object.entries(resource).flatMap(([type, ofType]) =>
      Object.values(ofType).map(({ name, role_name: roleName, path }) => {
        const kind = kinds[type];
        const given = name ?? roleName ?? path ?? '';
        if (kind === undefined) throw new Error(`the picture has no word for ${type}`);
        return { kind, name: images[given] ?? given };
      }),
    );
    const order = Object.values(kinds);
    return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  };
  return {
    containers: read(new Containers(app, deployment)),
    access: read(new Access(app, deployment)),
    database: read(new Database(app, deployment, connection)),
  };
}

/** Names a file of steps/. @throws Error where there is none of that name */
export function step(name: string): string {
  const files = readdirSync(inProject('steps')).map((file) => basename(file, '.ts'));
  if (!files.includes(name))
    throw new Error(`steps/ has no ${name}: the picture tells of steps that are gone`);
  return name;
}
