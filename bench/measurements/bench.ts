import type { ImageNames, Tools } from '../../toolchain';
import type { MeasuredRun } from '../processes/measured-run';
import type { Contender, Findings, Size } from '../series';
import type { Scope } from '../scope';

/** What every measurement has. */
export interface Bench {
  readonly scope: Scope;
  readonly findings: Findings;
  readonly tools: Tools;
  readonly images: ImageNames;
}

/** Keeps the time, the memory and the processor time of a command, and says the time. */
export function keep(
  { findings }: Bench,
  { seconds, peakMegabytes, processorSeconds }: MeasuredRun,
  { what, by, size }: { readonly what: string; readonly by: Contender; readonly size?: Size | undefined },
): void {
  const series = { what, by, size };
  keepSeconds(findings, seconds, series);
  if (peakMegabytes > 0) findings.add(peakMegabytes, { ...series, unit: 'MB' });
  if (size !== undefined && peakMegabytes > 0)
    findings.profile({ command: `${by}: ${what}`, size, seconds, processorSeconds });
}

export function keepSeconds(
  findings: Findings,
  seconds: number,
  series: { readonly what: string; readonly by: Contender; readonly size?: Size | undefined },
): void {
  findings.add(seconds, { ...series, unit: 's' });
  say(
    `${series.by}: ${series.what}${series.size ? `, ${series.size.roles} roles` : ''}: ${seconds.toFixed(2)} s`,
  );
}

export function say(line: string): void {
  console.error(line);
}

/** Seconds that some work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
