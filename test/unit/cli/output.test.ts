import { Problem, exitCodes, type ExitCode } from '../../../common/problem';
import { fail, printResult, styled } from '../../../cli/output';

const exitCodeBefore = process.exitCode;

afterEach(() => {
  process.exitCode = exitCodeBefore;
  jest.restoreAllMocks();
});

/** What a call prints on standard output and standard error. */
function printed(act: () => void): { out: string; err: string } {
  const out = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const err = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  act();
  return { out: out.mock.calls.flat().join('\n'), err: err.mock.calls.flat().join('\n') };
}

describe('a problem', () => {
  const problem = new Problem({ what: 'Vault did not answer', where: 'a', why: 'b', next: 'c' });

  it('is told as what, where and why, then what to do next', () => {
    expect(printed(() => fail(problem)).err).toBe('dbvault: Vault did not answer (a): b\nNext: c');
  });

  it('is told without the parts that it lacks', () => {
    expect(printed(() => fail(new Problem({ what: 'It failed' }))).err).toBe('dbvault: It failed');
  });

  it('prints nothing on standard output', () => {
    expect(printed(() => fail(problem)).out).toBe('');
  });

  it.each<ExitCode>([exitCodes.failed, exitCodes.changes, exitCodes.refused, exitCodes.usage])(
    'ends with its exit code: %i',
    (exitCode) => {
      printed(() => fail(new Problem({ what: 'It failed', exitCode })));
      expect(process.exitCode).toBe(exitCode);
    },
  );
});

describe('an unexpected error', () => {
  const error = Object.assign(new TypeError('SecretMessage'), { code: 'E_CODE' });

  it('ends with 1', () => {
    printed(() => fail(error));
    expect(process.exitCode).toBe(1);
  });

  it('is told by its kind and code', () => {
    expect(printed(() => fail(error)).err).toContain('unexpected error: TypeError E_CODE');
  });

  it('is told with where it happened', () => {
    expect(printed(() => fail(error)).err).toMatch(/\n {4}at .*output\.test\.ts/);
  });

  it('is told without its message, which another program may have written', () => {
    expect(printed(() => fail(error)).err).not.toContain('SecretMessage');
  });

  it.each(['SecretText', undefined, null, { message: 'SecretText' }])('may be no error: %j', (thrown) => {
    expect(printed(() => fail(thrown)).err).toBe('dbvault: unexpected error: unknown error');
  });
});

describe('a result', () => {
  it('is one JSON document where JSON was asked for', () => {
    const { out } = printed(() => printResult({ json: true }, { a: 1 }, ['words']));
    expect(JSON.parse(out)).toEqual({ a: 1 });
  });

  it('is lines otherwise', () => {
    expect(printed(() => printResult({ json: false }, { a: 1 }, ['one', 'two'])).out).toBe('one\ntwo');
  });
});

describe('styles', () => {
  const { isTTY } = process.stderr;
  const noColor = process.env['NO_COLOR'];

  afterEach(() => {
    process.stderr.isTTY = isTTY;
    if (noColor === undefined) delete process.env['NO_COLOR'];
    else process.env['NO_COLOR'] = noColor;
  });

  it('are for a terminal, also where standard output is none', () => {
    delete process.env['NO_COLOR'];
    process.stderr.isTTY = true;
    expect(styled('red', 'x', process.stderr)).toBe('\u001b[31mx\u001b[39m');
  });

  it('are not for files and pipes', () => {
    delete process.env['NO_COLOR'];
    process.stderr.isTTY = false;
    expect(styled('red', 'x', process.stderr)).toBe('x');
  });

  it('are none where NO_COLOR asks for none', () => {
    process.env['NO_COLOR'] = '1';
    process.stderr.isTTY = true;
    expect(styled('red', 'x', process.stderr)).toBe('x');
  });
});
