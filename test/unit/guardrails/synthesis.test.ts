import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { App, TerraformElement, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { inProject, projectFolder } from '../../../common/project';
import { Access } from '../../../constructs/access';
import { Containers } from '../../../constructs/containers';
import { Database } from '../../../constructs/database';
import { resolveDeployment, type DeploymentProps } from '../../../constructs/deployment';
import { ruleIds } from '../../../constructs/guardrails/rule-ids';
import { knownDeployments } from '../../../deployments/load';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const plain: DeploymentProps = {
  name: 'plain',
  connections: { pg: {} },
  roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
};
const secret = 'hunter2-of-nobody';

interface Stacks {
  readonly containers: TerraformStack;
  readonly access: TerraformStack;
  readonly database: TerraformStack;
}

/** All stacks of a deployment, as main.ts synthesizes them, after a change to one of their constructs. */
function synthesize(
  props: Partial<DeploymentProps>,
  change: (stacks: Stacks) => void = () => undefined,
): void {
  const app = new App({ outdir: temporaryFolder(), stackTraces: false });
  const deployment = resolveDeployment({ ...plain, ...props });
  const [first] = deployment.connections;
  if (first === undefined) throw new Error('a deployment has a connection');
  change({
    containers: new Containers(app, deployment),
    access: new Access(app, deployment),
    database: new Database(app, deployment, first),
  });
  app.synth();
}

/** What the synthesis fails with; each line begins with the construct that it is about. */
function refusal(props: Partial<DeploymentProps>, change?: (stacks: Stacks) => void): string {
  return (caught(() => synthesize(props, change)) as Error).message;
}

function within(stack: TerraformStack, path: string): TerraformElement {
  const found = path.split('/').reduce<IConstruct>((node, id) => node.node.findChild(id), stack);
  if (found instanceof TerraformElement) return found;
  throw new Error(`${path} is no element of Terraform's`);
}

const connection = ({ database }: Stacks) => within(database, 'connection-pg/connection');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(inProject('policies/test-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function policyFile(name: string, path: string): string {
  const file = join(folder, `${name}.hcl`);
  writeFileSync(file, `path "${path}" { capabilities = ["read"] }`);
  return relative(projectFolder, file);
}

type Broken = readonly [
  rule: string,
  props: () => Partial<DeploymentProps>,
  change: (stacks: Stacks) => void,
  said: string,
];
const nothing = () => undefined;
const none = () => ({});

const broken: readonly Broken[] = [
  [
    'literal-password',
    none,
    (stacks) => connection(stacks).addOverride('postgresql.password_wo', secret),
    '[database-pg/connection-pg/connection] literal-password: vault_database_secret_backend_connection.connection-pg_connection_3E2E5307: postgresql.password_wo is written in the configuration',
  ],
  [
    'password-in-state',
    none,
    (stacks) => connection(stacks).addOverride('postgresql.password', '${var.pg_password}'),
    "[database-pg/connection-pg/connection] password-in-state: vault_database_secret_backend_connection.connection-pg_connection_3E2E5307: postgresql.password stands in Terraform's state",
  ],
  [
    'write-only-version',
    none,
    (stacks) => connection(stacks).addOverride('postgresql.password_wo_version', undefined),
    '[database-pg/connection-pg/connection] write-only-version: vault_database_secret_backend_connection.connection-pg_connection_3E2E5307: postgresql.password_wo has no password_wo_version, so it is never sent',
  ],
  [
    'tls',
    () => ({ tls: 'off' }),
    nothing,
    '[containers/vault/container] tls: docker_container.vault_container_3A00AB2A: /vault/config/config.hcl has a listener of Vault with tls_disable',
  ],
  [
    'loopback-only',
    none,
    ({ containers }) => within(containers, 'vault/container').addOverride('ports.0.ip', '0.0.0.0'),
    '[containers/vault/container] loopback-only: docker_container.vault_container_3A00AB2A: publishes port 8200 on 0.0.0.0',
  ],
  [
    'bounded-ttl',
    () => ({
      roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql', maxTtlSeconds: 691_200 } },
    }),
    nothing,
    '[database-pg/role-reader/role] bounded-ttl: vault_database_secret_backend_role.role-reader_role_5D1F87AD: has a max_ttl of 8 days, more than 7 days',
  ],
  [
    'named-allowed-roles',
    none,
    (stacks) => connection(stacks).addOverride('allowed_roles', ['*']),
    '[database-pg/connection-pg/connection] named-allowed-roles: vault_database_secret_backend_connection.connection-pg_connection_3E2E5307: allowed_roles has "*": every role may use it',
  ],
  [
    'policy-breadth',
    () => ({ policies: { wide: policyFile('wide', 'sys/*') } }),
    nothing,
    '[access/policy-wide] policy-breadth: vault_policy.policy-wide: policy "wide" has a pattern on Vault itself: "sys/*" (read)',
  ],
  [
    'minimal-db-admin',
    () => ({ policies: { 'db-admin': policyFile('db-admin', 'database/creds/*') } }),
    nothing,
    '[access/policy-db-admin] minimal-db-admin: vault_policy.policy-db-admin: allows read on "database/creds/*"',
  ],
  [
    'audit-raw',
    none,
    ({ access }) => within(access, 'audit/file').addOverride('options.log_raw', 'true'),
    '[access/audit/file] audit-raw: vault_audit.audit_file_BDE7074F: writes secrets in clear: options.log_raw is on',
  ],
  [
    'pinned-image',
    () => ({ vault: { image: 'hashicorp/vault' } }),
    nothing,
    '[containers/vault-image/image] pinned-image: docker_image.vault-image_A04001EA: has no tag: hashicorp/vault',
  ],
];

describe('a synthesis', () => {
  it('has a case here for each rule that it can break', () => {
    expect(broken.map(([rule]) => rule)).toEqual(ruleIds.filter((id) => id !== 'protected-data'));
  });

  it('passes where no rule is broken', () => {
    expect(() => synthesize({})).not.toThrow();
  });

  it.each(broken)(
    'fails where %s is broken, with the construct and what is wrong',
    (_, props, change, said) => {
      expect(refusal(props(), change)).toContain(said);
    },
  );

  it.each(broken)('says what to do about %s', (rule, props, change) => {
    const lines = refusal(props(), change).split('\n');
    const at = lines.findIndex((text) => text.includes(`] ${rule}: `));
    expect(lines[at + 1]).toMatch(/^[A-Z].{20}/);
  });

  it.each(broken)('passes where %s is waived', (rule, props, change) => {
    const waivers = [{ rule, reason: 'a test', until: '2999-12-31' }] as DeploymentProps['waivers'] & object;
    expect(() => synthesize({ ...props(), waivers }, change)).not.toThrow();
  });

  it('says when a waiver ended, and fails as if there was none', () => {
    const waivers = [{ rule: 'tls', reason: 'until the CA is there', until: '2020-01-31' }] as const;
    expect(refusal({ tls: 'off', waivers })).toContain(
      'has a listener of Vault with tls_disable. Its waiver ended with 2020-01-31 (until the CA is there)\n',
    );
  });

  it('fails where another resource is waived than the one that breaks the rule', () => {
    const waivers = [
      { rule: 'tls', resource: 'provider.vault', reason: 'a test', until: '2999-12-31' },
    ] as const;
    expect(refusal({ tls: 'off', waivers })).not.toContain('provider.vault');
  });

  it('shows no secret', () => {
    const said = refusal({}, (stacks) => connection(stacks).addOverride('postgresql.password_wo', secret));
    expect(said).not.toContain(secret);
  });
});

describe('the deployments that the project has', () => {
  it('are known here', () => {
    expect(knownDeployments()).toEqual(['example', 'external', 'ha', 'local', 'many', 'seed']);
  });

  it.each(knownDeployments())('%s passes', (name) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which ones there are is known only now
    const { deployment } = require(inProject(`deployments/${name}.ts`)) as { deployment: DeploymentProps };
    const resolved = resolveDeployment(deployment);
    const app = new App({ outdir: temporaryFolder(), stackTraces: false });
    if (resolved.elsewhere === undefined) new Containers(app, resolved);
    new Access(app, resolved);
    for (const connection of resolved.connections) new Database(app, resolved, connection);
    expect(() => app.synth()).not.toThrow();
  });
});
