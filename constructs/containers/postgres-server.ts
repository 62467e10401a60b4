import { Container } from '@cdktf/provider-docker/lib/container';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment';
import { literal } from '../literal';
import {
  postgresHost,
  postgresPort,
  postgresVolume,
  projectFromStackFolder,
  serverPasswordFile,
} from '../names';
import { readProjectFile } from '../project-files';
import { containerDefaults } from './container-defaults';
import { containerLimits } from './container-limits';
import { DataVolume } from './data-volume';
import { postgresTls } from './postgres-tls';
import type { Placement } from './placement';

const passwordFile = '/run/secrets/postgres-password';

/** Swap, as Docker names it: the limit of memory can then be changed while the container runs. */
const unlimited = -1;

export interface PostgresServerProps extends Placement {
  readonly deployment: Deployment;
}

/** PostgreSQL in a container, its data on a volume. The first start runs `sql/bootstrap.sql` and `sql/database.sql`. */
export class PostgresServer extends Construct {
  constructor(scope: Construct, id: string, props: PostgresServerProps) {
    super(scope, id);
    const { deployment } = props;
    const { containerName, publishedPort, address, superuser, database, memoryMegabytes } =
      deployment.postgres;
    const volume = new DataVolume(this, 'data', { deployment, name: postgresVolume(containerName) });
    const tls = postgresTls(deployment);
    const vaultIsSuperuser = deployment.connections.some(({ isSuperuser }) => isSuperuser);

    new Container(this, 'container', {
      ...containerDefaults(deployment, 'postgres', props, postgresHost),
      ...tls.container,
      ...containerLimits(memoryMegabytes),
      memorySwap: unlimited,
      // For the socket: not every image has a folder that its user may write to.
      tmpfs: { '/var/run/postgresql': '' },
      name: containerName,
      env: [
        `POSTGRES_USER=${superuser}`,
        `POSTGRES_DB=${database}`,
        `POSTGRES_PASSWORD_FILE=${passwordFile}`,
        `VAULT_IS_SUPERUSER=${vaultIsSuperuser}`,
      ],
      ...(publishedPort === undefined
        ? {}
        : {
            ports: [
              {
                internal: postgresPort,
                external: publishedPort,
                ip: address ?? '127.0.0.1',
                protocol: 'tcp',
              },
            ],
          }),
      volumes: [{ volumeName: volume.volumeName, containerPath: '/var/lib/postgresql/data' }],
      upload: [
        // Run in the order of their names.
        ...['bootstrap.sql', 'database.sql'].map((name) => ({
          file: `/docker-entrypoint-initdb.d/${name}`,
          content: literal(readProjectFile(`sql/${name}`)),
          permissions: '0444',
        })),
        // By path: what `content` holds would stand in Terraform's state.
        {
          file: passwordFile,
          source: `${projectFromStackFolder}/${serverPasswordFile(deployment.name)}`,
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
