import { setTimeout as sleep } from 'node:timers/promises';
import { inspect, makeTasks, tools } from '../../../toolchain/index';
import { inTurn, shared } from '../../../toolchain/jobs';
import { dockerWith, fakeMachine, goodGo } from './fake-machine';

const needs = {
  images: { vault: 'hashicorp/vault:1.21.1', postgres: 'postgres:15' },
  vaultStorage: 'raft' as const,
};
const terraform = `echo 'Terraform v1.11.4'`;

describe('the tool chain', () => {
  it('makes nothing where everything is there or served', async () => {
    const docker = dockerWith(needs.images.vault, needs.images.postgres);
    const machine = fakeMachine({ programs: { docker, terraform }, reachable: /terraform/ });
    const inspection = await inspect(needs, machine);
    expect(inspection.findings.map(({ part, way }) => `${part}: ${way}`)).toEqual([
      'engine: ready',
      'terraform: ready',
      'providers: official',
      'vault image: ready',
      'postgres image: ready',
    ]);
    expect(makeTasks(needs, inspection, machine)).toEqual([]);
    expect(await tools(needs, machine)).toEqual({
      engine: 'Terraform',
      terraform: 'terraform',
      env: {},
      images: needs.images,
    });
  });

  it('has a task for each part that a bare machine lacks', async () => {
    const machine = fakeMachine({ programs: { go: goodGo } });
    const tasks = makeTasks(needs, await inspect(needs, machine), machine);
    expect(tasks.map((task) => task.part).sort()).toEqual([
      'engine',
      'postgres image',
      'providers',
      'terraform',
      'vault image',
    ]);
  });

  it('makes the image that was to be pulled, or says why it cannot', async () => {
    const machine = fakeMachine({
      programs: { docker: dockerWith(), terraform },
      reachable: /./,
      debian: false,
    });
    const tasks = makeTasks(needs, await inspect(needs, machine), machine);
    expect(tasks.map((task) => task.part)).toEqual(['vault image', 'postgres image']);
    await expect(tasks[1]?.run(() => undefined)).rejects.toMatchObject({
      what: 'There is no postgres image',
      why: 'postgres:15 cannot be pulled; only Debian has the packages to make one',
      next: 'docker pull postgres:15',
    });
  });

  it('says what is missing when it is asked for its tools too early', async () => {
    const machine = fakeMachine({ programs: { docker: dockerWith(), terraform } });
    await expect(tools(needs, machine)).rejects.toMatchObject({
      what: expect.stringMatching(/^The engine has no (vault|postgres) image$/) as string,
      next: expect.stringContaining('npm run up -- --yes') as string,
    });
  });
});

describe('jobs', () => {
  it('that are shared run once, and tell everyone', async () => {
    let runs = 0;
    const job = shared(async (report) => {
      runs += 1;
      await sleep(1);
      report('half');
    });
    const heard: string[] = [];
    await Promise.all([
      job((detail) => heard.push(`a ${detail}`)),
      job((detail) => heard.push(`b ${detail}`)),
    ]);
    expect(runs).toBe(1);
    expect(heard).toEqual(['a half', 'b half']);
  });

  it('in turn wait for those before them, also for one that fails', async () => {
    const order: string[] = [];
    const turn = inTurn();
    const first = turn(async () => {
      await sleep(5);
      order.push('first');
      throw new Error('no');
    });
    const second = turn(() => Promise.resolve(void order.push('second')));
    await Promise.all([second(() => undefined), expect(first(() => undefined)).rejects.toThrow('no')]);
    expect(order).toEqual(['first', 'second']);
  });
});
