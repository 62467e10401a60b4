import { Container } from '@cdktf/provider-docker/lib/container';
import { Construct } from 'constructs';
import { literal } from '../literal';
import {
  firstPasswordFile,
  postgresHost,
  postgresPort,
  postgresVolume,
  projectFromStackFolder,
} from '../names';
import { readProjectFile } from '../project-files';
import { containerDefaults } from './container-defaults';
import { DataVolume } from './data-volume';
import { postgresTls } from './postgres-tls';
import type { ServerProps } from './vault-server';

const passwordFile = '/run/secrets/postgres-password';

/** PostgreSQL in a container, its data on a volume. The first start makes the roles of `sql/bootstrap.sql`. */
export class PostgresServer extends Construct {
  constructor(scope: Construct, id: string, { deployment, network, image }: ServerProps) {
    super(scope, id);
    const { containerName, publishedPort, superuser, database } = deployment.postgres;
    const volume = new DataVolume(this, 'data', { deployment, name: postgresVolume(containerName) });
    const tls = postgresTls(deployment);
    const admin = deployment.connections[0]?.username ?? superuser;

    new Container(this, 'container', {
      ...containerDefaults(deployment, 'postgres', image, network, postgresHost),
      ...tls.container,
      name: containerName,
      env: [
        `POSTGRES_USER=${superuser}`,
        `POSTGRES_DB=${database}`,
        `POSTGRES_PASSWORD_FILE=${passwordFile}`,
        `VAULT_ADMIN=${admin}`,
      ],
      ...(publishedPort === undefined
        ? {}
        : { ports: [{ internal: postgresPort, external: publishedPort, ip: '127.0.0.1', protocol: 'tcp' }] }),
      volumes: [{ volumeName: volume.volumeName, containerPath: '/var/lib/postgresql/data' }],
      upload: [
        {
          file: '/docker-entrypoint-initdb.d/bootstrap.sql',
          content: literal(readProjectFile('sql/bootstrap.sql')),
          permissions: '0444',
        },
        // By path: what `content` holds would stand in Terraform's state.
        {
          file: passwordFile,
          source: `${projectFromStackFolder}/${firstPasswordFile(deployment.name)}`,
          permissions: '0400',
        },
        ...tls.upload,
      ],
      healthcheck: {
        // The temporary server of the first start listens on its socket alone: over TCP only the real one answers.
        test: ['CMD', 'pg_isready', '--host=127.0.0.1', `--username=${superuser}`, `--dbname=${database}`],
        interval: '10s',
        timeout: '5s',
        startPeriod: '30s',
        retries: 3,
      },
    });
  }
}
