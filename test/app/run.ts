import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fail } from '../../cli/output';
import { deployment } from './deployments/e2e-app-long';
import { Flow } from '../e2e/support/reference-flow';
import { measure, type Measured } from './measure';

/** The application under load for a long time: `npm run test:app -- --minutes 10 --qps 200 --pool 10`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      qps: { type: 'string', default: '200' },
      pool: { type: 'string', default: '10' },
    },
  });
  const firstPassword = `canary-${randomBytes(12).toString('hex')}`;
  const flow = new Flow({
    file: 'test/app/deployments/e2e-app-long.ts',
    props: deployment,
    firstPassword,
  });
  await flow.cli.destroyAll();
  try {
    await flow.cli.json('up', '--yes');
    await flow.cli.json('app-identity');
    console.error(`${values.minutes} minutes at ${values.qps} queries a second …`);
    const measured = await measure(flow, {
      seconds: Number(values.minutes) * 60,
      queriesPerSecond: Number(values.qps),
      poolSize: Number(values.pool),
    });
    console.log(JSON.stringify(measured, null, 2));
    report(measured, Number(values.minutes) * 2);
  } finally {
    await flow.cli.destroyAll();
  }
}

function report(measured: Measured, changeoversWanted: number): void {
  const problems = [
    ...(measured.failures.length > 0 ? [`${measured.failures.length} queries failed`] : []),
    ...(measured.changeovers < changeoversWanted ? [`only ${measured.changeovers} changeovers`] : []),
    ...(measured.leakedConnections > 0 ? [`${measured.leakedConnections} connections leaked`] : []),
    ...(measured.usersLeft.length > 0 ? [`${measured.usersLeft.length} users left`] : []),
    ...(measured.p99Ratio > 1.2
      ? [`the p99 is ${measured.p99Ratio.toFixed(2)} times that of a fixed password`]
      : []),
  ];
  console.log(problems.length === 0 ? 'PASS' : `FAIL ${problems.join('; ')}`);
  if (problems.length > 0) process.exitCode = 1;
}

main().catch(fail);
