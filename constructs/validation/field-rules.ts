import { z } from 'zod';
import { readonlyGroup } from '../names';
import { application } from './application-rules';
import { externalPostgres, externalVault } from './elsewhere-rules';
import { ipv4Address, nodes } from './nodes-rules';
import { part, text, vaultMaxTtlSeconds, wholeNumber, wordOr } from './rule-kinds';
import { state } from './state-rules';
import { waivers } from './waiver-rules';

const dockerName = text(
  /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,62}$/,
  'must be a container name of letters, digits, "_", "." and "-", 2 to 63 long: rename it',
);

const imageName = text(
  /^(?=.{1,255}$)[a-z0-9]+([._/:-][a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
  'must be an image reference such as "postgres:15": correct it',
);

const sqlRole = text(
  new RegExp(`^(?!pg_|${readonlyGroup}(_|$)|(public|none)$)[a-z_][a-z0-9_]{0,62}$`),
  `must be a plain SQL identifier (a-z, 0-9, "_", at most 63 long, not beginning with "pg_"), and not public, none or ${readonlyGroup}: rename it`,
);

const sqlDatabase = text(
  /^(?!pg_|template[01]$)[a-z_][a-z0-9_]{0,62}$/,
  'must be a plain SQL identifier (a-z, 0-9, "_", at most 63 long, not beginning with "pg_"), and no template: rename it',
);

const vaultName = text(
  /^(?!.*\.\.)[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/,
  'must be a Vault name (letters, digits, "-", "_", single "." inside, at most 63 long): rename it',
);

const policyName = text(
  /^(?!(root|default|response-wrapping|control-group)$)[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/,
  'must be a policy name (a-z, 0-9, "-", "_", at most 63 long), and none of Vault\'s own, such as "root" and "default": rename it',
);

const mountPath = text(
  /^(?=.{1,127}$)(?!(sys|auth|audit|identity|cubbyhole)(\/|$))[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/,
  'must be a mount path such as "database", at most 127 long, without leading or trailing "/", and none of Vault\'s own: rename it',
);

/** Paths that cannot lead out of the project. */
export const filePatterns = {
  hcl: /^policies\/[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*\.hcl$/,
  sql: /^sql\/[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*\.sql$/,
  pgp: /^(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*\.(asc|gpg|pgp)$/,
};

const projectPath = (folder: string, ending: 'hcl' | 'sql') =>
  text(
    filePatterns[ending],
    `must be a file such as "${folder}/name.${ending}", inside the project: move it there`,
  );

const port = wholeNumber(1, 65_535, 'a port number');
const ttlSeconds = wholeNumber(1, vaultMaxTtlSeconds, 'a whole number of seconds');
const memory = wholeNumber(128, 1_048_576, 'a whole number of megabytes');
const keyCount = wholeNumber(1, 255, 'a whole number of key shares');

/** Anywhere: keys are often kept outside the project. */
// eslint-disable-next-line no-control-regex -- what no path may hold
export const pemPath = /^[^\u0000-\u001f]+$/;

const pemFile = text(pemPath, 'must be the path of a PEM file, absolute or from the project on: correct it');
const certificateFiles = part(
  { certificateFile: pemFile, keyFile: pemFile },
  "{ certificateFile: 'server.pem', keyFile: 'server.key' }",
);
const tlsLike = "{ caFile: 'ca.pem', vault: { … }, postgres: { … } }";
const givenCertificates = part(
  { caFile: pemFile, vault: certificateFiles, postgres: certificateFiles },
  tlsLike,
);

const tls = wordOr(['made', 'off'], givenCertificates, tlsLike);

const pgpKeys = part(
  {
    pgp: z.array(
      text(
        filePatterns.pgp,
        'must be a public key such as "pgp/alice.asc" (.asc, .gpg or .pgp), inside the project: move it there',
      ),
      { error: "must be a list such as ['pgp/alice.asc', 'pgp/bob.asc']: correct it" },
    ),
  },
  "{ pgp: ['pgp/alice.asc', 'pgp/bob.asc'] }",
);

/** What each property may be on its own, where it is given; how they fit together is in `cross-checks`. */
export const deploymentRules = part(
  {
    name: text(
      /^[a-z][a-z0-9-]{0,30}$/,
      'must be a-z, 0-9 and "-", beginning with a letter, at most 31 long: rename it',
    ),
    vault: part(
      {
        containerName: dockerName.optional(),
        port: port.optional(),
        nodes: nodes.optional(),
        image: imageName.optional(),
        storage: z.enum(['raft', 'file'], { error: 'must be "raft" or "file": choose one' }).optional(),
        keyShares: keyCount.optional(),
        keyThreshold: keyCount.optional(),
        ...externalVault,
      },
      '{ port: 8200 }',
    ).optional(),
    postgres: part(
      {
        containerName: dockerName.optional(),
        publishedPort: port.optional(),
        address: ipv4Address.optional(),
        image: imageName.optional(),
        superuser: sqlRole.optional(),
        database: sqlDatabase.optional(),
        memoryMegabytes: memory.optional(),
      },
      "{ image: 'postgres:15' }",
    ).optional(),
    tls: tls.optional(),
    application: application.optional(),
    keys: pgpKeys.optional(),
    policies: z
      .record(policyName, projectPath('policies', 'hcl'), {
        error: "must be an object such as { app: 'policies/app.hcl' }: correct it",
      })
      .optional(),
    mount: mountPath.optional(),
    state: state.optional(),
    waivers: waivers.optional(),
    connections: z.record(
      vaultName,
      part({ username: sqlRole.optional(), database: sqlDatabase.optional(), ...externalPostgres }, '{}'),
      {
        error: "must be an object such as { 'my-database': {} }: correct it",
      },
    ),
    roles: z.record(
      vaultName,
      part(
        {
          connection: z.string({ error: 'must name a connection: correct it' }),
          creationSql: projectPath('sql', 'sql'),
          revocationSql: projectPath('sql', 'sql').optional(),
          defaultTtlSeconds: ttlSeconds.optional(),
          maxTtlSeconds: ttlSeconds.optional(),
        },
        "{ connection: 'my-database', creationSql: 'sql/readonly.sql' }",
      ),
      { error: "must be an object such as { 'db-app': { … } }: correct it" },
    ),
  },
  'that in deployments/local.ts',
);
