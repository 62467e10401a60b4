import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, projectFolder } from '../../../common/project';
import { Access } from '../../../constructs/access';
import { readProjectFile } from '../../../constructs/project-files';
import { deployment as seed } from '../../../deployments/seed';
import { Synthesized } from '../support/synthesized';

const stack = new Synthesized(Access);
const reader = { connection: 'pg', creationSql: 'sql/readonly.sql' };

function roleIn(synthesized: Synthesized, name: string) {
  return synthesized.all('vault_approle_auth_backend_role').find(({ role_name: role }) => role === name);
}

describe('the stack access', () => {
  it.each(['db-admin', 'plan', 'backup', 'app-issuer', 'app'])(
    'has the policy %s as its file has it',
    (name) => {
      expect(stack.one('vault_policy', name)['policy']).toBe(readProjectFile(`policies/${name}.hcl`));
    },
  );

  it('has nothing but these policies, the logins, the audit devices and the mount', () => {
    expect(Object.keys(stack.json.resource).sort()).toEqual([
      'vault_approle_auth_backend_role',
      'vault_audit',
      'vault_auth_backend',
      'vault_mount',
      'vault_policy',
    ]);
    expect(stack.all('vault_policy')).toHaveLength(5);
  });

  it.each(['database', 'team/db'])('mounts the database engine at %s, once it is written down', (mount) => {
    const other = new Synthesized(Access, { mount });
    expect(other.one('vault_mount')).toEqual({
      path: mount,
      type: 'database',
      description: 'dbvault deployment plain',
      depends_on: ['file_BDE7074F', 'container-log_79019FF3'].map((id) => `vault_audit.audit_${id}`),
    });
  });

  it.each(['db-admin', 'plan', 'backup', 'app-issuer'])(
    'has a login for %s, with its policy, for 20 minutes',
    (name) => {
      expect(roleIn(stack, name)).toMatchObject({
        token_policies: [name],
        token_ttl: 1200,
        token_max_ttl: 1200,
        secret_id_ttl: 90 * 24 * 3600,
      });
      expect(stack.all('vault_approle_auth_backend_role')).toHaveLength(6);
    },
  );

  it("has a login with the application's policy that outlives what it asks for", () => {
    const roles = { reader: { ...reader, defaultTtlSeconds: 7200 }, other: reader };
    expect(roleIn(new Synthesized(Access, { roles }), 'app-operator')).toMatchObject({
      token_policies: ['app'],
      token_ttl: 7260,
      token_max_ttl: 7260,
    });
  });

  it("binds the application's login as the deployment declares", () => {
    const application = {
      tokenTtlSeconds: 3601,
      tokenMaxTtlSeconds: 3602,
      tokenUses: 9,
      secretIdTtlSeconds: 901,
      secretIdUses: 2,
      cidrs: ['10.0.0.0/8', '192.0.2.1/32'],
    };
    expect(roleIn(new Synthesized(Access, { application }), 'app')).toMatchObject({
      token_policies: ['app'],
      token_ttl: 3601,
      token_max_ttl: 3602,
      token_num_uses: 9,
      secret_id_ttl: 901,
      secret_id_num_uses: 2,
      secret_id_bound_cidrs: ['10.0.0.0/8', '192.0.2.1/32'],
      // As Vault says it.
      token_bound_cidrs: ['10.0.0.0/8', '192.0.2.1'],
    });
  });

  it('binds it to no network where none is declared', () => {
    expect(Object.keys(roleIn(stack, 'app') ?? {}).filter((name) => name.includes('cidr'))).toEqual([]);
  });

  it('has no login of the application, and nobody who hands one over, where that has a token', () => {
    const simple = new Synthesized(Access, { application: 'token' });
    const roles = simple.all('vault_approle_auth_backend_role').map(({ role_name: role }) => role);
    expect(roles.sort()).toEqual(['backup', 'db-admin', 'plan']);
    expect(simple.all('vault_policy').map(({ name }) => name)).not.toContain('app-issuer');
  });

  it('writes each request down twice, with no secret in clear, and is known as its own', () => {
    const device = { type: 'file', description: 'dbvault deployment plain' };
    expect(stack.all('vault_audit')).toEqual([
      { ...device, path: 'container-log', options: { file_path: 'stdout', log_raw: 'false' } },
      { ...device, path: 'file', options: { file_path: '/vault/logs/audit.log', log_raw: 'false' } },
    ]);
  });

  it('allows nothing before it is written down', () => {
    const devices = Object.keys(stack.json.resource['vault_audit'] ?? {}).map((id) => `vault_audit.${id}`);
    for (const policy of [...stack.all('vault_policy'), ...stack.all('vault_auth_backend')]) {
      expect([...(policy['depends_on'] as string[])].sort()).toEqual(devices.sort());
    }
  });

  it('has each further policy of the deployment', () => {
    const policies = { audit: 'policies/app.hcl' };
    const names = new Synthesized(Access, { policies }).all('vault_policy').map(({ name }) => name);
    expect(names.sort()).toEqual(['app', 'app-issuer', 'audit', 'backup', 'db-admin', 'plan']);
  });

  it('takes a range of the Vault provider', () => {
    expect(stack.json.terraform.required_providers).toEqual({
      vault: { source: 'hashicorp/vault', version: '~> 5.6' },
    });
  });

  it('reaches Vault on loopback, with the token of the environment, and makes no other', () => {
    expect(stack.json.provider).toEqual({
      vault: [
        {
          address: 'https://127.0.0.1:8200',
          ca_cert_file: '../../../.dbvault/plain/tls/ca.pem',
          skip_child_token: true,
          skip_tls_verify: false,
        },
      ],
    });
  });

  it('reaches it in clear where the deployment says so', () => {
    expect(new Synthesized(Access, seed).json.provider).toEqual({
      vault: [{ address: 'http://127.0.0.1:8200', skip_child_token: true }],
    });
  });

  it("reaches Vault on the deployment's port", () => {
    const [provider] = new Synthesized(Access, { vault: { port: 9200 } }).json.provider['vault'] ?? [];
    expect(provider?.['address']).toBe('https://127.0.0.1:9200');
  });

  it.each([
    ['plain', stack],
    ['seed', new Synthesized(Access, seed)],
  ])('keeps its state in the project, by a relative path: %s', (name, synthesized) => {
    expect(synthesized.json.terraform.backend).toEqual({
      local: { path: `../../../.dbvault/${name}/state/access.tfstate` },
    });
  });
});

describe('a policy with what Terraform would take for a template', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(inProject('policies/test-'));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['path "secret/${identity.entity.id}" {}', 'path "secret/$${identity.entity.id}" {}'],
    ['# 100 %{ if', '# 100 %%{ if'],
    ['path "secret/{{identity.entity.id}}" {}', 'path "secret/{{identity.entity.id}}" {}'],
  ])('%s is escaped', (hcl, escaped) => {
    const file = join(folder, 'templates.hcl');
    writeFileSync(file, hcl);
    const policies = { app: relative(projectFolder, file) };
    expect(new Synthesized(Access, { policies }).one('vault_policy', 'app')['policy']).toBe(escaped);
  });
});
