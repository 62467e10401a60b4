import { setTimeout as sleep } from 'node:timers/promises';
import { createPool } from '../../packages/vault-credentials/src/pg';
import { Load } from '../e2e/support/app/load';
import { fixedPool } from '../e2e/support/app/fixed-user';
import { appSessions, appUsers, RunningApp } from '../e2e/support/app/running-app';
import type { Flow } from '../e2e/support/reference-flow';

export interface MeasureProps {
  readonly queriesPerSecond: number;
  readonly seconds: number;
  readonly poolSize: number;
}

export interface Measured {
  readonly queries: number;
  readonly failures: readonly string[];
  readonly changeovers: number;
  readonly renewals: number;
  readonly overdue: number;
  /** More connections than the pool may have, or sessions that were there after its end. */
  readonly leakedConnections: number;
  /** Users in PostgreSQL after the shutdown. */
  readonly usersLeft: readonly string[];
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly fixed: { readonly queries: number; readonly failures: readonly string[] } & Record<
    'p50Milliseconds' | 'p99Milliseconds',
    number
  >;
  /** Of the slowest hundredth, to that of a fixed password in the same time. */
  readonly p99Ratio: number;
}

/** Two pools on one PostgreSQL with the same load at the same time: of users that change, and of one that does not. */
export async function measure(flow: Flow, props: MeasureProps): Promise<Measured> {
  const app = new RunningApp(flow);
  await app.credentials.start();
  const config = { ...app.postgres, max: props.poolSize };
  const ours = createPool(app.credentials, config);
  const fixed = await fixedPool(flow, config);
  const pools = [ours, fixed];
  // So that both have as many connections when it begins, and nobody waits for the first ones.
  await Promise.all(
    pools.flatMap((pool) => Array.from({ length: props.poolSize }, () => pool.query('SELECT pg_sleep(0.2)'))),
  );
  const loads = pools.map((pool) => new Load(() => pool.query(sql), props.queriesPerSecond));
  await sleep(props.seconds * 1000);
  await Promise.all(loads.map((load) => load.stop()));
  const { changeovers, renewals } = app.credentials.state;
  const extra = Math.max(ours.totalCount - props.poolSize, 0);
  await Promise.all(pools.map((pool) => pool.end()));
  await app.credentials.stop();
  const [changing, constant] = loads.map(summary);
  if (changing === undefined || constant === undefined) throw new Error('there are two loads');
  return {
    ...changing,
    changeovers,
    renewals,
    overdue: app.of('overdue').length,
    leakedConnections: extra + (await appSessions(flow)),
    usersLeft: await appUsers(flow),
    fixed: constant,
    p99Ratio: changing.p99Milliseconds / constant.p99Milliseconds,
  };
}

const sql = 'SELECT count(*) FROM pg_class';

function summary(load: Load) {
  return {
    queries: load.queries,
    failures: load.failures.map(({ reason }) => reason),
    p50Milliseconds: load.percentileMs(50),
    p99Milliseconds: load.percentileMs(99),
  };
}
