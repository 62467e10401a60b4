import { setTimeout as sleep } from 'node:timers/promises';
import { Progress } from '../../../cli/progress';
import { rejected } from '../support/caught';

let lines: string[];
const isTTY = process.stderr.isTTY;

beforeEach(() => {
  lines = [];
  process.stderr.isTTY = false;
  jest.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(() => {
  process.stderr.isTTY = isTTY;
  jest.restoreAllMocks();
});

describe("a step's progress in a log", () => {
  it('is a line with its time', async () => {
    await new Progress().step('Unseal', () => Promise.resolve());
    expect(lines).toEqual([expect.stringMatching(/^Unseal: done in \d+\.\d s$/)]);
  });

  it('gives what the step returns', async () => {
    expect(await new Progress().step('Unseal', () => Promise.resolve(5))).toBe(5);
  });

  it('is a line also where it fails', async () => {
    await rejected(new Progress().step('Unseal', () => Promise.reject(new Error('x'))));
    expect(lines).toEqual([expect.stringMatching(/^Unseal: failed after \d+\.\d s$/)]);
  });

  it('passes on what the step failed with', async () => {
    const error = new Error('x');
    expect(await rejected(new Progress().step('Unseal', () => Promise.reject(error)))).toBe(error);
  });

  it('leaves out each detail of a short step', async () => {
    await new Progress().step('Unseal', (report) => {
      report('share 1');
      return Promise.resolve();
    });
    expect(lines.join()).not.toContain('share 1');
  });
});

describe('steps side by side', () => {
  it('give what each returns, in their order', async () => {
    const slow = { title: 'Slow', run: () => sleep(20, 'slow') };
    const fast = { title: 'Fast', run: () => Promise.resolve(1) };
    expect(await new Progress().together([slow, fast])).toEqual(['slow', 1]);
  });

  it('run at the same time', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await sleep(20);
      running--;
    };
    await new Progress().together([
      { title: 'A', run },
      { title: 'B', run },
    ]);
    expect(most).toBe(2);
  });

  it('are all waited for where one fails', async () => {
    let ended = false;
    const slow = { title: 'Slow', run: () => sleep(20).then(() => (ended = true)) };
    const failing = { title: 'Failing', run: () => Promise.reject(new Error('x')) };
    await rejected(new Progress().together([failing, slow]));
    expect(ended).toBe(true);
  });
});
