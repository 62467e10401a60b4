import { DatabaseSecretBackendRole } from '@cdktf/provider-vault/lib/database-secret-backend-role';
import { Construct } from 'constructs';
import type { Role } from '../deployment';
import { literal } from '../literal';
import type { DatabaseConnection } from './database-connection';

export interface DatabaseRoleProps {
  readonly role: Role;
  readonly connection: DatabaseConnection;
}

/** A kind of short-lived PostgreSQL user that Vault makes on demand and drops when its lease ends. */
export class DatabaseRole extends Construct {
  constructor(scope: Construct, id: string, { role, connection }: DatabaseRoleProps) {
    super(scope, id);
    new DatabaseSecretBackendRole(this, 'role', {
      backend: connection.mountPath,
      dbName: connection.connectionName,
      name: role.name,
      creationStatements: [literal(role.creationSql)],
      revocationStatements: [literal(role.revocationSql)],
      defaultTtl: role.defaultTtlSeconds,
      maxTtl: role.maxTtlSeconds,
    });
  }
}
