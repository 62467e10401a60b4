import type { Construct } from 'constructs';
import type { Connection, Deployment } from '../deployment';
import { databaseStack } from '../names';
import { DeploymentStack } from '../stack';
import { vaultProvider } from '../vault-access';
import { DatabaseConnection } from './database-connection';
import { DatabaseRole } from './database-role';

/** The stack of what Vault issues for one database: a connection and its roles. Applied as db-admin. */
export class Database extends DeploymentStack {
  constructor(scope: Construct, deployment: Deployment, connection: Connection) {
    super(scope, databaseStack(connection.name), deployment);
    this.openProviderRange('vault');
    vaultProvider(this, deployment);

    const id = `connection-${connection.name}`;
    const declared = new DatabaseConnection(this, id, { deployment, connection });
    for (const role of deployment.roles) {
      if (role.connection !== connection.name) continue;
      new DatabaseRole(this, `role-${role.name}`, { role, connection: declared });
    }
  }
}
