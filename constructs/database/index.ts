import { Mount } from '@cdktf/provider-vault/lib/mount';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { mountDescription } from '../names';
import { DeploymentStack } from '../stack';
import { vaultProvider } from '../vault-access';
import { DatabaseConnection } from './database-connection';
import { DatabaseRole } from './database-role';

/** The stack of what Vault issues: the database mount, its connections and roles. Applied as db-admin. */
export class Database extends DeploymentStack {
  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'database', deployment);
    this.openProviderRange('vault');
    vaultProvider(this, deployment);

    // Not vault_database_secrets_mount: a renamed connection would replace that whole mount.
    const mount = new Mount(this, 'mount', {
      path: deployment.mount,
      type: 'database',
      description: mountDescription(deployment.name),
    });
    const connections = new Map(
      deployment.connections.map((connection) => [
        connection.name,
        new DatabaseConnection(this, `connection-${connection.name}`, { deployment, connection, mount }),
      ]),
    );
    for (const role of deployment.roles) {
      const connection = connections.get(role.connection);
      if (connection !== undefined) new DatabaseRole(this, `role-${role.name}`, { role, connection });
    }
  }
}
