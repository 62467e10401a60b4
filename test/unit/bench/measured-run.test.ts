import { measuredRun } from '../../../bench/processes/measured-run';

const node = (script: string, limitSeconds = 110) =>
  measuredRun(process.execPath, ['-e', script], { cwd: process.cwd(), limitSeconds });

describe('measuredRun', () => {
  it('gives what a program printed, and when', async () => {
    const { seconds, stdout, lines } = await node(
      'console.log("out"); console.error("first"); setTimeout(() => console.error("second"), 300)',
    );
    expect(stdout).toBe('out\n');
    expect(lines.map(({ text }) => text)).toEqual(['first', 'second']);
    const times = lines.map(({ atSeconds }) => atSeconds);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((at) => at > 0)).toBe(true);
    expect(seconds).toBeGreaterThanOrEqual(Math.max(0.3, ...times));
  });

  it('counts the memory and the time of what it started too', async () => {
    const busy = 'const held = Buffer.alloc(2e8, 1); while (process.cpuUsage().user < 5e5); held[0]';
    const script = `require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`;
    const { peakMegabytes, processorSeconds } = await node(script);
    expect(peakMegabytes).toBeGreaterThan(200);
    expect(processorSeconds['node']).toBeGreaterThan(0.1);
  });

  it('fails as the program does, with its last lines', async () => {
    await expect(node('console.error("because"); process.exit(3)')).rejects.toThrow('because');
  });

  it('ends what takes too long, with all that it started', async () => {
    const script =
      'require("child_process").spawn("sleep", ["300"], { stdio: "inherit" }); setInterval(() => {}, 1000)';
    await expect(node(script, 1)).rejects.toThrow('took too long');
  });
});
