import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseStat, readTree, treeOf } from '../../../bench/processes/process-tree';

const state = (pid: number, parent: number) => ({
  pid,
  parent,
  program: 'node',
  processorSeconds: 0,
  megabytes: 1,
});

describe('parseStat', () => {
  const rest = 'S 7 20 20 0 -1 4194560 900 0 0 0 150 50 0 0 20 0 1 0 100 2000000 512 18446744073709551615';

  it('reads what a process is and takes', () => {
    expect(parseStat(`20 (terraform) ${rest}\n`)).toEqual({
      pid: 20,
      parent: 7,
      program: 'terraform',
      processorSeconds: 2,
      megabytes: 2,
    });
  });

  it.each(['a b', 'a) S 1 (b', '()', 'a\nb'])('takes a program of any name: %j', (program) => {
    expect(parseStat(`20 (${program}) ${rest}`)).toMatchObject({ program, parent: 7 });
  });

  it.each(['', 'nonsense', '20 (cut off', '20 (short) S 7'])('knows what is no such line: %j', (line) => {
    expect(parseStat(line)).toBeUndefined();
  });
});

describe('treeOf', () => {
  it('has all that a process started, and no other', () => {
    const all = [state(2, 1), state(3, 2), state(4, 3), state(5, 1), state(6, 5)];
    expect(treeOf(2, all).map(({ pid }) => pid)).toEqual([2, 3, 4]);
  });

  it('is empty for what has ended', () => {
    expect(treeOf(9, [state(2, 1)])).toEqual([]);
  });
});

it('reads a real process and what it started', async () => {
  const child = spawn('sh', ['-c', 'sleep 60 & echo started; wait'], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  // Until sleep has taken the place of the shell that begins it.
  const deadline = Date.now() + 10_000;
  let tree = readTree(child.pid ?? 0);
  while (tree.every(({ program }) => program === 'sh') && Date.now() < deadline)
    tree = readTree(child.pid ?? 0);
  for (const { pid } of tree.toReversed()) process.kill(pid);
  expect(tree.map(({ program }) => program)).toEqual(['sh', 'sleep']);
  expect(tree.every(({ megabytes }) => megabytes > 0)).toBe(true);
});
