import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, projectFolder } from '../../../common/project';
import { Access } from '../../../constructs/access';
import { readProjectFile } from '../../../constructs/project-files';
import { deployment as seed } from '../../../deployments/seed';
import { Synthesized } from '../support/synthesized';

const stack = new Synthesized(Access);

describe('the stack access', () => {
  it.each(['db-admin', 'plan', 'backup', 'app'])('has the policy %s as its file has it', (name) => {
    expect(stack.one('vault_policy', name)['policy']).toBe(readProjectFile(`policies/${name}.hcl`));
  });

  it('has nothing but these policies, the logins and the audit devices', () => {
    expect(Object.keys(stack.json.resource).sort()).toEqual([
      'vault_approle_auth_backend_role',
      'vault_audit',
      'vault_auth_backend',
      'vault_policy',
    ]);
    expect(stack.all('vault_policy')).toHaveLength(4);
  });

  it.each(['db-admin', 'plan', 'backup'])('has a login for %s, with its policy, for 20 minutes', (name) => {
    const roles = stack.all('vault_approle_auth_backend_role');
    expect(roles.find(({ role_name: role }) => role === name)).toMatchObject({
      token_policies: [name],
      token_ttl: 1200,
      token_max_ttl: 1200,
      secret_id_ttl: 90 * 24 * 3600,
    });
    expect(roles).toHaveLength(3);
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
    expect(names.sort()).toEqual(['app', 'audit', 'backup', 'db-admin', 'plan']);
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
