import { readFileSync } from 'fs';
import { join } from 'path';
import { ApproleAuthBackendRole } from '@cdktf/provider-vault/lib/approle-auth-backend-role';
import { AuthBackend } from '@cdktf/provider-vault/lib/auth-backend';
import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { DatabaseSecretBackendRole } from '@cdktf/provider-vault/lib/database-secret-backend-role';
import { Mount } from '@cdktf/provider-vault/lib/mount';
import { Policy } from '@cdktf/provider-vault/lib/policy';
import { VaultProvider } from '@cdktf/provider-vault/lib/provider';
import { App, LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';

// The default template of `cdktf init` with the same resources as ../terraform/main.tf, in one stack.

interface Declared {
  project: string;
  state: string;
  mount: string;
  connections: string[];
  roles: Record<string, string>;
  changed: boolean;
  connectionUrl: string;
  username: string;
}

const logins = { 'db-admin': 'db-admin', plan: 'plan', backup: 'backup', 'app-issuer': 'app-issuer' };

class BenchStack extends TerraformStack {
  constructor(scope: Construct, id: string, declared: Declared) {
    super(scope, id);
    const { mount, roles } = declared;
    const read = (file: string) => readFileSync(join(declared.project, file), 'utf8');

    new LocalBackend(this, { path: declared.state });
    new VaultProvider(this, 'vault', { skipChildToken: true });
    // The bindings pin another version than a machine may have.
    this.addOverride('terraform.required_providers.vault.version', '~> 5.6');

    const password = new TerraformVariable(this, 'password', { type: 'string', sensitive: true });
    password.addOverride('ephemeral', true);

    for (const name of [...Object.keys(logins), 'app'])
      new Policy(this, `policy-${name}`, { name: `${mount}-${name}`, policy: read(`policies/${name}.hcl`) });
    const approle = new AuthBackend(this, 'approle', { type: 'approle', path: mount });
    for (const [roleName, policy] of Object.entries({ ...logins, 'app-operator': 'app', app: 'app' })) {
      new ApproleAuthBackendRole(this, `login-${roleName}`, {
        backend: approle.path,
        roleName,
        tokenPolicies: [`${mount}-${policy}`],
        tokenTtl: 1200,
        tokenMaxTtl: 1200,
      });
    }

    const database = new Mount(this, 'database', { path: mount, type: 'database' });
    const connections = new Map(
      declared.connections.map((name) => [
        name,
        new DatabaseSecretBackendConnection(this, `connection-${name}`, {
          backend: database.path,
          name,
          pluginName: 'postgresql-database-plugin',
          allowedRoles: Object.keys(roles).filter((role) => roles[role] === name),
          postgresql: {
            connectionUrl: declared.connectionUrl,
            username: declared.username,
            passwordWo: password.stringValue,
            passwordWoVersion: 1,
            passwordAuthentication: 'scram-sha-256',
          },
        }),
      ]),
    );
    Object.entries(roles).forEach(([name, connection], index) => {
      new DatabaseSecretBackendRole(this, `role-${name}`, {
        backend: database.path,
        dbName: connections.get(connection)?.name ?? connection,
        name,
        creationStatements: [read('sql/readonly.sql').trim().replace('{{group}}', 'app_readonly')],
        revocationStatements: [read('sql/revoke.sql').trim()],
        defaultTtl: declared.changed && index === 0 ? 1800 : 3600,
        maxTtl: 86400,
      });
    });
  }
}

const app = new App();
const declared = JSON.parse(readFileSync(process.env['BENCH_DECLARED'] ?? '', 'utf8')) as Declared;
new BenchStack(app, 'bench', declared);
app.synth();
