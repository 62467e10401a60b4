import type { Finding } from './search/find-secrets';

/** Where a secret may stand. */
export interface Allowance {
  readonly place: RegExp;
  /** @default every secret */
  readonly secret?: RegExp;
  readonly why: string;
}

const firstPassword = /first password/;
const passwordVariable = 'TF_VAR_my_postgres_database_password';

/** The only places where a secret may stand; whatever is found elsewhere is a leak. */
export const allowances: readonly Allowance[] = [
  {
    place: /^\.dbvault\/[^/]+\/keys(-archive)?\//,
    why: 'the key store is what keeps them: 0600 in 0700',
  },
  {
    place: /^\.dbvault\/[^/]+\/app\/wrapped-secret-id$/,
    secret: /^'token' of .*\/secret-id( \(\d+\))?$/,
    why: 'what unwraps a secret_id waits there for the application: 0600 in 0700, once and for minutes',
  },
  {
    place: /^\.dbvault\/[^/]+\/(first-password|first-passwords\/[^/]+)$/,
    secret: firstPassword,
    why: 'kept to prove that it opens nothing any more',
  },
  {
    place: /^stdout of dbvault creds$/,
    secret: /^the password of /,
    why: 'its output is a secret',
  },
  {
    place: /^stdout of dbvault token$/,
    secret: /token/,
    why: 'another program is given it: its output is a secret, as that of creds',
  },
  {
    place: /:\/run\/secrets\/postgres-password$/,
    secret: firstPassword,
    why: "PostgreSQL's image takes its first password from a file",
  },
  {
    place: new RegExp(`^the environment of dbvault(\\.mjs)?: ${passwordVariable}$`),
    secret: firstPassword,
    why: 'the user gave it there',
  },
  {
    place: /^the environment of (terraform|tofu|terraform-provider-[^ ]+): VAULT_TOKEN$/,
    secret: /token/,
    why: "Terraform's Vault provider takes its token there, or from a file of the home folder",
  },
  {
    place: new RegExp(`^the environment of (terraform|tofu|terraform-provider-[^ ]+): ${passwordVariable}$`),
    secret: firstPassword,
    why: 'Terraform takes an ephemeral variable there, from an argument or from a file',
  },
  {
    place: new RegExp(`^the environment of a user's shell: (VAULT_TOKEN|${passwordVariable})$`),
    why: 'the shell was given them by npx dbvault env, for plain cdktf',
  },
  {
    place: /^the environment of [^ ]+ in a container: POSTGRES_PASSWORD$/,
    secret: firstPassword,
    why: "PostgreSQL's image hands it to sql/bootstrap.sql there, inside of its container",
  },
  {
    place: /^the environment of (sh|psql) in a container: PGPASSWORD$/,
    why: 'psql takes its password there, inside of the probe container and for one login',
  },
];

export function isAllowed({ secret, place }: Finding): boolean {
  return allowances.some((allowed) => allowed.place.test(place) && (allowed.secret?.test(secret) ?? true));
}
