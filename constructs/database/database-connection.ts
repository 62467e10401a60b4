import { DatabaseSecretBackendConnection } from '@cdktf/provider-vault/lib/database-secret-backend-connection';
import { TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import type { Connection, Deployment } from '../deployment';
import { literal } from '../literal';
import { databasePlugin, passwordVariable, postgresHost, postgresPort, tlsInContainer } from '../names';

export interface DatabaseConnectionProps {
  readonly deployment: Deployment;
  readonly connection: Connection;
}

/**
 * How Vault logs in to PostgreSQL. The first password goes in write-only from an ephemeral variable: it is in no
 * state and no plan, and is sent only when the connection is made.
 */
export class DatabaseConnection extends Construct {
  readonly connectionName: string;
  readonly mountPath: string;

  constructor(scope: Construct, id: string, { deployment, connection }: DatabaseConnectionProps) {
    super(scope, id);
    const password = new TerraformVariable(this, 'password', {
      type: 'string',
      sensitive: true,
      description: `First password of ${connection.username}, until Vault rotates it`,
    });
    password.overrideLogicalId(passwordVariable(connection.name));
    password.addOverride('ephemeral', true);

    const backend = new DatabaseSecretBackendConnection(this, 'connection', {
      backend: deployment.mount,
      name: connection.name,
      pluginName: databasePlugin,
      allowedRoles: [...connection.allowedRoles],
      verifyConnection: true,
      postgresql: {
        connectionUrl: connectionUrl(deployment, connection),
        username: connection.username,
        passwordWo: password.stringValue,
        // Never raised: a new version sends the first password again, over the one that Vault rotated.
        passwordWoVersion: 1,
        // Vault hashes passwords before it sends them, so that none reaches PostgreSQL's log in clear.
        passwordAuthentication: 'scram-sha-256',
        ...(connection.server?.caPem === undefined ? {} : { tlsCa: literal(connection.server.caPem) }),
      },
    });
    this.connectionName = backend.name;
    this.mountPath = backend.backend;
  }
}

/** By path: a certificate in it would make the synthesized JSON another one on each machine. */
function connectionUrl({ postgres, tls }: Deployment, { database, server }: Connection): string {
  if (server !== undefined) {
    const { host, port, sslmode } = server;
    return `postgresql://{{username}}:{{password}}@${host}:${port}/${database}?sslmode=${sslmode}`;
  }
  const url = `postgresql://{{username}}:{{password}}@${endpoint(postgres)}/${database}`;
  return tls === 'off' ? url : `${url}?sslmode=verify-full&sslrootcert=${tlsInContainer.ca}`;
}

/** On the deployment's network by name; from other machines where it is published for them. */
function endpoint({ address, publishedPort }: Deployment['postgres']): string {
  return address === undefined
    ? `${postgresHost}:${postgresPort}`
    : `${address}:${publishedPort ?? postgresPort}`;
}
