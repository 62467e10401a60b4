import { lastLines, mustRun, run } from '../../../common/run';
import { rejected } from '../support/caught';

const node = process.execPath;

function script(source: string): string[] {
  return ['--eval', source];
}

describe('run', () => {
  it('gives what a program prints', async () => {
    expect(await run(node, script('console.log("out"); console.error("err")'))).toMatchObject({
      stdout: 'out',
      stderr: 'err',
    });
  });

  it('gives its exit code, and does not fail', async () => {
    expect((await run(node, script('process.exitCode = 7'))).exitCode).toBe(7);
  });

  it('gives 127 where there is no such program', async () => {
    expect((await run('no-such-program', [])).exitCode).toBe(127);
  });

  it('gives 124 where the time is up', async () => {
    const result = await run(node, script('setTimeout(() => 0, 60_000)'), { timeoutMs: 100 });
    expect(result.exitCode).toBe(124);
  });

  it('gives 1 where a signal ended it', async () => {
    expect((await run(node, script('process.kill(process.pid)'))).exitCode).toBe(1);
  });

  it('writes its input', async () => {
    const result = await run(node, script('process.stdin.pipe(process.stdout)'), { input: 'secret' });
    expect(result.stdout).toBe('secret');
  });

  it('gives it no input to wait for otherwise', async () => {
    expect((await run(node, script('process.stdin.pipe(process.stdout)'))).stdout).toBe('');
  });

  it('adds to the environment', async () => {
    const result = await run(node, script('console.log(process.env.ADDED)'), { env: { ADDED: 'x' } });
    expect(result.stdout).toBe('x');
  });

  it('takes out of the environment', async () => {
    process.env['TAKEN_OUT'] = 'x';
    const result = await run(node, script('console.log(process.env.TAKEN_OUT)'), {
      env: { TAKEN_OUT: undefined },
    });
    delete process.env['TAKEN_OUT'];
    expect(result.stdout).toBe('undefined');
  });

  it('calls back with each line of both', async () => {
    const lines: string[] = [];
    const source = 'console.log("a"); console.error("b"); console.log("c")';
    await run(node, script(source), { onLine: (line) => lines.push(line) });
    expect(lines.sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('mustRun', () => {
  it('gives what the program prints', async () => {
    expect(await mustRun(node, script('console.log("out")'), 'Could not')).toBe('out');
  });

  it('says why the program failed, in its own words', async () => {
    const problem = await rejected(
      mustRun(node, script('console.error("why"); process.exitCode = 1'), 'Could not'),
    );
    expect(problem).toMatchObject({ what: 'Could not', where: node, why: 'why' });
  });

  it('gives the exit code where the program says nothing', async () => {
    const problem = await rejected(mustRun(node, script('process.exitCode = 9'), 'Could not'));
    expect(problem).toHaveProperty('why', 'exit code 9');
  });
});

describe('lastLines', () => {
  it('is the last five', () => expect(lastLines('1\n2\n3\n4\n5\n6\n')).toBe('2\n3\n4\n5\n6'));
  it('is all where there are fewer', () => expect(lastLines('1\n2\n')).toBe('1\n2'));
});
