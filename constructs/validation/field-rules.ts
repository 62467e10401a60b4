import { z } from 'zod';

/** Vault ends every lease here unless it is told otherwise: 768 h. */
export const vaultMaxTtlSeconds = 2_764_800;

/** A text that must match, with what is expected and how to get there. */
function text(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).regex(pattern, { error: expected });
}

function wholeNumber(min: number, max: number, what: string) {
  const expected = `must be a whole number of ${what} from ${min} to ${max}: correct it`;
  return z.int({ error: expected }).min(min, { error: expected }).max(max, { error: expected });
}

const dockerName = text(
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,62}$/,
  'must be a container name of letters, digits, "_", "." and "-", 2 to 63 long: rename it',
);

const imageName = text(
  /^[a-z0-9]+([._/:-][a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  'must be an image reference such as "postgres:15": correct it',
);

const sqlIdentifier = text(
  /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/,
  'must be a plain SQL identifier (a-z, 0-9, "_", at most 63 long, not beginning with "pg_"): rename it',
);

const vaultName = text(
  /^(?!.*\.\.)[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  'must be a Vault name (letters, digits, "-", "_", single "." inside, at most 63 long): rename it',
);

const policyName = text(
  /^(?!(root|default)$)[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/,
  'must be a policy name (a-z, 0-9, "-", "_", at most 63 long; "root" and "default" are Vault\'s own): rename it',
);

const mountPath = text(
  /^(?!(sys|auth|identity|cubbyhole)(\/|$))[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/,
  'must be a mount path such as "database", without leading or trailing "/", and none of Vault\'s own: rename it',
);

const projectPath = (folder: string, ending: string) =>
  text(
    new RegExp(`^${folder}/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\\.${ending}$`),
    `must be a file such as "${folder}/name.${ending}", inside the project: move it there`,
  );

const port = wholeNumber(1, 65_535, 'port');
const ttlSeconds = wholeNumber(1, vaultMaxTtlSeconds, 'seconds');

/** What each property may be on its own; how they fit together is in `cross-checks`. */
export const deploymentRules = z.strictObject({
  name: text(
    /^[a-z][a-z0-9-]{0,30}$/,
    'must be a-z, 0-9 and "-", beginning with a letter, at most 31 long: rename it',
  ),
  vault: z.strictObject({
    containerName: dockerName,
    port,
    image: imageName,
    storage: z.enum(['raft', 'file'], { error: 'must be "raft" or "file": choose one' }),
    keyShares: wholeNumber(1, 255, 'key shares'),
    keyThreshold: wholeNumber(1, 255, 'key shares'),
  }),
  postgres: z.strictObject({
    containerName: dockerName,
    publishedPort: port.optional(),
    image: imageName,
    superuser: sqlIdentifier,
    database: sqlIdentifier,
  }),
  policies: z.record(policyName, projectPath('policies', 'hcl')),
  mount: mountPath,
  connections: z.record(vaultName, z.strictObject({ username: sqlIdentifier })),
  roles: z.record(
    vaultName,
    z.strictObject({
      connection: z.string({ error: 'must name a connection: correct it' }),
      creationSql: projectPath('sql', 'sql'),
      revocationSql: projectPath('sql', 'sql'),
      defaultTtlSeconds: ttlSeconds,
      maxTtlSeconds: ttlSeconds,
    }),
  ),
});
