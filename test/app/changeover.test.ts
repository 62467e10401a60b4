import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { DataSource, EntitySchema, EntitySchemaOptions, type EntityManager } from 'typeorm';
import { createPool } from '../../packages/vault-credentials/src/pg';
import { typeOrmOptions } from '../../packages/vault-credentials/src/typeorm';
import { deployment } from '../e2e/deployments/e2e-app';
import { keepBusy, Load } from '../e2e/support/app/load';
import { fixedPool } from '../e2e/support/app/fixed-user';
import { appSessions, appUsers, RunningApp } from '../e2e/support/app/running-app';
import { Flow } from '../e2e/support/reference-flow';

const minuteMs = 60_000;
jest.setTimeout(3 * minuteMs);

const Product = new EntitySchema<{ id: number; name: string }>(
  Object.assign(new EntitySchemaOptions<{ id: number; name: string }>(), {
    name: 'product',
    columns: { id: { type: 'int', primary: true }, name: { type: 'text' } },
  }),
);

describe('an application under load', () => {
  const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
  const flow = new Flow({ file: 'test/e2e/deployments/e2e-app.ts', props: deployment, firstPassword });

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await flow.cli.json('up', '--yes');
    await flow.superuser(
      "CREATE TABLE product (id int PRIMARY KEY, name text); INSERT INTO product VALUES (1, 'pear')",
    );
  }, 10 * minuteMs);
  beforeEach(() => flow.cli.json('app-identity'));
  afterAll(() => flow.cli.destroyAll(), minuteMs);

  it('reads through changeovers with no failed query, and leaves nothing behind', async () => {
    const app = new RunningApp(flow);
    await app.credentials.start();
    const pool = createPool(app.credentials, { ...app.postgres, max: 10 });
    const fixed = await fixedPool(flow, { ...app.postgres, max: 10 });
    const loads = [pool, fixed].map((each) => new Load(() => each.query('SELECT * FROM product'), 100));
    await untilChangeovers(app, 3);
    await Promise.all(loads.map((load) => load.stop()));
    expect(loads.map(({ failures }) => failures)).toEqual([[], []]);
    expect(loads[0]?.queries).toBeGreaterThan(5000);
    const [ours, others] = loads.map((load) => load.percentileMs(99));
    console.log(`p99: ${ours?.toFixed(1)} ms, with a fixed password ${others?.toFixed(1)} ms`);
    expect(app.of('overdue')).toEqual([]);
    expect(app.of('readiness').map(({ what }) => what)).toEqual([true]);
    expect(pool.totalCount).toBeLessThanOrEqual(10);
    expect(await appUsers(flow)).toEqual([app.credentials.state.username]);
    await Promise.all([pool.end(), fixed.end()]);
    await app.credentials.stop();
    expect([await appUsers(flow), await appSessions(flow)]).toEqual([[], 0]);
    for (const secret of app.secrets) expect(app.observed()).not.toContain(secret);
  });

  it('does so in pools of 1, 5 and 50, with queries and transactions of seconds', async () => {
    const app = new RunningApp(flow, { reserveSeconds: 6 });
    await app.credentials.start();
    const pools = [1, 5, 50].map((max) => createPool(app.credentials, { ...app.postgres, max }));
    const untilMs = performance.now() + 55_000;
    const results = await Promise.all(
      pools.map((pool) => keepBusy(pool.options.max, untilMs, (turn) => work(pool, turn))),
    );
    expect(results.map(({ failures }) => failures)).toEqual([[], [], []]);
    for (const { done } of results) expect(done).toBeGreaterThan(10);
    expect(app.credentials.state.changeovers).toBeGreaterThanOrEqual(2);
    expect(app.of('overdue')).toEqual([]);
    await Promise.all(pools.map((pool) => pool.end()));
    await app.credentials.stop();
    expect([await appUsers(flow), await appSessions(flow)]).toEqual([[], 0]);
  });

  it('does so with TypeORM: queries, repositories and transactions', async () => {
    const app = new RunningApp(flow);
    await app.credentials.start();
    const { host, port, database, ssl } = app.postgres;
    const options = { host, port, database, ssl, entities: [Product], poolSize: 5 };
    const dataSource = await new DataSource(typeOrmOptions(app.credentials, options)).initialize();
    const users = new Set<string>();
    const currentUser = async (from: Pick<EntityManager, 'query'> = dataSource) => {
      const [row] = await from.query<{ current_user: string }[]>('SELECT current_user');
      return row?.current_user ?? '';
    };
    const work = async (turn: number) => {
      if (turn % 3 === 0) users.add(await currentUser());
      else if (turn % 3 === 1) {
        expect(await dataSource.getRepository(Product).find()).toEqual([{ id: 1, name: 'pear' }]);
      } else {
        await dataSource.transaction(async (manager) => {
          const user = await currentUser(manager);
          await manager.query('SELECT pg_sleep(1)');
          expect(await currentUser(manager)).toBe(user);
        });
      }
    };
    const { done, failures } = await keepBusy(6, performance.now() + 32_000, work);
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(100);
    expect(users.size).toBeGreaterThanOrEqual(2);
    await dataSource.destroy();
    await app.credentials.stop();
    expect([await appUsers(flow), await appSessions(flow)]).toEqual([[], 0]);
  });

  it('is told of a connection that does not come back, before it breaks', async () => {
    const app = new RunningApp(flow);
    await app.credentials.start();
    const pool = createPool(app.credentials, { ...app.postgres, max: 2 });
    const kept = await pool.connect();
    const broken = new Promise<number>((resolve) => kept.once('error', () => resolve(performance.now())));
    const brokenAtMs = await broken;
    const { username } = app.of('changed')[0]?.what as { username: string };
    const [overdue] = app.of('overdue');
    expect(overdue?.what).toEqual({ username, connections: 1 });
    expect(overdue?.atMs).toBeLessThan(brokenAtMs);
    expect((await pool.query('SELECT 1')).rowCount).toBe(1);
    kept.release();
    await pool.end();
    await app.credentials.stop();
  });
});

async function untilChangeovers({ credentials }: RunningApp, count: number): Promise<void> {
  while (credentials.state.changeovers < count) {
    await new Promise((resolve) => credentials.once('changed', resolve));
  }
  // What goes wrong with the old user goes wrong after it.
  await new Promise((resolve) => setTimeout(resolve, 4000));
}

/** By turns a short query, a long one, and a transaction that must be one user's to the end. */
async function work(pool: Pool, turn: number): Promise<void> {
  if (turn % 3 === 0) await pool.query('SELECT * FROM product');
  else if (turn % 3 === 1) await pool.query('SELECT pg_sleep(2)');
  else {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const before = await client.query('SELECT current_user');
      await client.query('SELECT pg_sleep(3.5)');
      const after = await client.query('SELECT current_user');
      await client.query('COMMIT');
      expect(after.rows).toEqual(before.rows);
    } finally {
      client.release();
    }
  }
}
