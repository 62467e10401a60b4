import { lastLines, mustRun, run } from '../../../common/run';
import { rejected } from '../support/caught';

function sh(script: string): [string, string[]] {
  return ['sh', ['-c', script]];
}

describe('run', () => {
  it('gives what a program prints', async () => {
    expect(await run(...sh('echo out; echo err >&2'))).toMatchObject({ stdout: 'out', stderr: 'err' });
  });

  it('gives its exit code, and does not fail', async () => {
    expect((await run(...sh('exit 7'))).exitCode).toBe(7);
  });

  it('gives 127 where there is no such program', async () => {
    expect((await run('no-such-program', [])).exitCode).toBe(127);
  });

  it('gives 124 where the time is up', async () => {
    expect((await run('sleep', ['60'], { timeoutMs: 50 })).exitCode).toBe(124);
  });

  it('gives 1 where a signal ended it', async () => {
    expect((await run(...sh('kill $$'))).exitCode).toBe(1);
  });

  it('writes its input', async () => {
    expect((await run('cat', [], { input: 'secret' })).stdout).toBe('secret');
  });

  it('gives it no input to wait for otherwise', async () => {
    expect((await run('cat', [])).stdout).toBe('');
  });

  it('adds to the environment', async () => {
    const result = await run(...sh('echo "$ADDED and $HOME"'), { env: { ADDED: 'x' } });
    expect(result.stdout).toBe(`x and ${process.env['HOME'] ?? ''}`);
  });

  it('takes out of the environment', async () => {
    process.env['TAKEN_OUT'] = 'x';
    const result = await run(...sh('echo "${TAKEN_OUT-not set}"'), { env: { TAKEN_OUT: undefined } });
    delete process.env['TAKEN_OUT'];
    expect(result.stdout).toBe('not set');
  });

  it('calls back with each line of both', async () => {
    const lines: string[] = [];
    await run(...sh('echo a; echo b >&2; echo c'), { onLine: (line) => lines.push(line) });
    expect(lines.sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('mustRun', () => {
  it('gives what the program prints', async () => {
    expect(await mustRun(...sh('echo out'), 'Could not')).toBe('out');
  });

  it('says why the program failed, in its own words', async () => {
    const problem = await rejected(mustRun(...sh('echo why >&2; exit 1'), 'Could not'));
    expect(problem).toMatchObject({ what: 'Could not', where: 'sh', why: 'why' });
  });

  it('gives the exit code where the program says nothing', async () => {
    expect(await rejected(mustRun(...sh('exit 9'), 'Could not'))).toHaveProperty('why', 'exit code 9');
  });
});

describe('lastLines', () => {
  it('is the last five', () => expect(lastLines('1\n2\n3\n4\n5\n6\n')).toBe('2\n3\n4\n5\n6'));
  it('is all where there are fewer', () => expect(lastLines('1\n2\n')).toBe('1\n2'));
});
