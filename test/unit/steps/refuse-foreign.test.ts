import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import {
  refuseForeignContainers,
  refuseForeignMount,
  refuseLostConnection,
  refuseLostMount,
  refuseLostVolume,
  refuseUnknownConnection,
} from '../../../steps/refuse-foreign';
import type { PlannedChange } from '../../../steps/planned-changes';
import { caught, rejected } from '../support/caught';
import { fakeProgram } from '../support/fake-program';
import { withVault } from '../support/with-vault';

function change(type: string, after: object, ...actions: string[]): PlannedChange {
  const made = actions.length === 0 ? ['create'] : actions;
  return {
    address: `${type}.x`,
    type,
    actions: made,
    after: () => Promise.resolve({ ...after }),
    isTainted: false,
  };
}

const container = (port?: number) =>
  change('docker_container', {
    name: 'dbvault-x-vault',
    ...(port === undefined ? {} : { ports: [{ external: port, ip: '127.0.0.1' }] }),
  });

/** Docker's client on an engine that has none of what it is asked for, or one thing. */
function dockerHaving(kind: string, json: object): void {
  fakeProgram(
    'docker',
    `[ "$1" = ${kind} ] && echo '${JSON.stringify([json])}' && exit; echo "Error: No such $1: $3" >&2; exit 1`,
  );
}

function emptyDocker(): void {
  dockerHaving('nothing', {});
}

/** A port that another program listens on while the test asks. */
async function takenPort(ask: (port: number) => Promise<unknown>): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await ask((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

describe('containers', () => {
  it('are made where nothing is in the way', async () => {
    emptyDocker();
    await expect(refuseForeignContainers('x', [container()])).resolves.toBeUndefined();
  });

  it('are refused where one of the name is there', async () => {
    dockerHaving('container', { Image: 'i', State: { Status: 'exited' }, Config: { Labels: null } });
    expect(await rejected(refuseForeignContainers('x', [container()]))).toMatchObject({
      what: "There is a container 'dbvault-x-vault' that this deployment did not make",
      why: "it is exited, and Terraform's state does not know it",
      exitCode: 3,
    });
  });

  it.each([['update'], ['no-op'], ['delete', 'create']])(
    'may be there where the plan is to %s',
    async (...plan) => {
      dockerHaving('container', { Image: 'i', State: { Status: 'running' }, Config: { Labels: {} } });
      const changes = [change('docker_container', { name: 'dbvault-x-vault' }, ...plan)];
      await expect(refuseForeignContainers('x', changes)).resolves.toBeUndefined();
    },
  );

  it('are not made where no engine answers', async () => {
    fakeProgram('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    expect(await rejected(refuseForeignContainers('x', [container()]))).toHaveProperty(
      'what',
      'No Docker engine answers',
    );
  });
});

describe('ports', () => {
  it('are refused where another program listens', async () => {
    emptyDocker();
    await takenPort(async (port) => {
      expect(await rejected(refuseForeignContainers('x', [container(port)]))).toMatchObject({
        what: `Port ${port}, which 'dbvault-x-vault' is to publish, cannot be had`,
        where: `127.0.0.1:${port}`,
        why: 'another program listens there',
        exitCode: 3,
      });
    });
  });

  it('come with the command that names the program', async () => {
    emptyDocker();
    await takenPort(async (port) => {
      const error = await rejected(refuseForeignContainers('x', [container(port)]));
      expect(error).toHaveProperty('next', expect.stringContaining(`ss -ltnp 'sport = :${port}'`));
    });
  });

  it('are left free by the question', async () => {
    emptyDocker();
    let free = 0;
    await takenPort((port) => Promise.resolve((free = port)));
    await refuseForeignContainers('x', [container(free)]);
    await expect(refuseForeignContainers('x', [container(free)])).resolves.toBeUndefined();
  });
});

describe('networks', () => {
  it('are refused where one of the name is there', async () => {
    dockerHaving('network', { Labels: {} });
    const changes = [change('docker_network', { name: 'dbvault-x' })];
    expect(await rejected(refuseForeignContainers('x', changes))).toMatchObject({
      what: "There is a network 'dbvault-x' that this deployment did not make",
      exitCode: 3,
    });
  });
});

describe('volumes', () => {
  const changes = [change('docker_volume', { name: 'data' })];

  it.each([{}, null, { 'dbvault.deployment': 'y' }])('are refused with the labels %j', async (Labels) => {
    dockerHaving('volume', { Labels });
    expect(await rejected(refuseForeignContainers('x', changes))).toMatchObject({
      what: "There is a volume 'data' that this deployment did not make",
      exitCode: 3,
    });
  });

  it("are taken up again where they are the deployment's own", async () => {
    dockerHaving('volume', { Labels: { 'dbvault.deployment': 'x' } });
    await expect(refuseForeignContainers('x', changes)).resolves.toBeUndefined();
  });
});

describe('the mount', () => {
  const changes = [change('vault_mount', { path: 'database' })];

  it('is made where Vault says that there is none', async () => {
    const { vault } = await withVault(() => ({ status: 400 }));
    await expect(refuseForeignMount('x', changes, vault)).resolves.toBeUndefined();
  });

  it('is refused where there is one', async () => {
    const { vault } = await withVault(() => ({ body: { data: { type: 'kv' } } }));
    expect(await rejected(refuseForeignMount('x', changes, vault))).toMatchObject({
      what: "There is a mount 'database' that this deployment did not make",
      exitCode: 3,
    });
  });

  it('is not made where Vault does not say', async () => {
    const { vault } = await withVault(() => ({ status: 403 }));
    expect(await rejected(refuseForeignMount('x', changes, vault))).toHaveProperty('statusCode', 403);
  });

  it('is not asked for where the plan does not make it', async () => {
    const { server, vault } = await withVault(() => undefined);
    await refuseForeignMount('x', [change('vault_mount', { path: 'database' }, 'update')], vault);
    expect(server.calls).toEqual([]);
  });
});

describe("what the deployment made and Terraform's state does not know", () => {
  const lost = { why: 'the state file was lost, or is that of an earlier time', exitCode: 3 };

  it('is said of a container', async () => {
    const labels = { 'dbvault.deployment': 'x' };
    dockerHaving('container', { Image: 'i', State: { Status: 'running' }, Config: { Labels: labels } });
    expect(await rejected(refuseForeignContainers('x', [container()]))).toMatchObject({
      ...lost,
      what: "Terraform's state does not know the container 'dbvault-x-vault', which this deployment made",
    });
  });

  it('is not said of a mount, which is taken up', async () => {
    const { vault } = await withVault(() => ({ body: { data: { description: 'dbvault deployment x' } } }));
    const changes = [change('vault_mount', { path: 'database' })];
    await expect(refuseForeignMount('x', changes, vault)).resolves.toBeUndefined();
  });

  const config = 'vault_database_secret_backend_connection';
  const pg = { backend: 'team/db', name: 'pg' };

  it('is said of a connection, before it is written over', async () => {
    const { server, vault } = await withVault(() => ({ body: { data: {} } }));
    expect(await rejected(refuseUnknownConnection([change(config, pg)], vault))).toMatchObject({
      ...lost,
      what: "Terraform's state does not know the connection 'team/db/config/pg', which this deployment made",
    });
    expect(server.calls).toHaveLength(1);
  });

  it.each([
    ['Vault has none', 404, 'create'],
    ['the state knows it', 200, 'update'],
  ])('is not said of a connection where %s', async (_, status, action) => {
    const { vault } = await withVault(() => ({ status, body: { data: {} } }));
    await expect(refuseUnknownConnection([change(config, pg, action)], vault)).resolves.toBeUndefined();
  });

  it("is not said of another deployment's mount", async () => {
    const { vault } = await withVault(() => ({ body: { data: { description: 'dbvault deployment y' } } }));
    const changes = [change('vault_mount', { path: 'database' })];
    expect(await rejected(refuseForeignMount('x', changes, vault))).toHaveProperty(
      'what',
      "There is a mount 'database' that this deployment did not make",
    );
  });
});

describe('what cannot be had back', () => {
  const connection = 'vault_database_secret_backend_connection';

  it.each([['delete'], ['delete', 'create']])('a volume: %s is refused', (...actions) => {
    expect(caught(() => refuseLostVolume([change('docker_volume', {}, ...actions)]))).toMatchObject({
      what: 'The plan deletes a volume, with its data',
      where: 'docker_volume.x',
      exitCode: 3,
    });
  });

  it.each([['delete'], ['delete', 'create']])('a connection: %s is refused, with the way', (...actions) => {
    const error = caught(() => refuseLostConnection([change(connection, {}, ...actions)]));
    expect(error).toMatchObject({ where: `${connection}.x`, exitCode: 3 });
    expect(error).toHaveProperty('next', expect.stringContaining('up --replace-connection'));
  });

  it.each([['delete'], ['delete', 'create']])('a mount: %s is refused, with the way', (...actions) => {
    const error = caught(() => refuseLostMount([change('vault_mount', {}, ...actions)]));
    expect(error).toMatchObject({ where: 'vault_mount.x', exitCode: 3 });
    expect(error).toHaveProperty('next', expect.stringContaining('up --replace-connection'));
  });

  it.each([['create'], ['update']])('is not taken away by %s', (...actions) => {
    expect(() => refuseLostVolume([change('docker_volume', {}, ...actions)])).not.toThrow();
    expect(() => refuseLostConnection([change(connection, {}, ...actions)])).not.toThrow();
    expect(() => refuseLostMount([change('vault_mount', {}, ...actions)])).not.toThrow();
  });
});
