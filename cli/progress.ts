import { Listr, ProcessOutput } from 'listr2';
import { styled } from './output';
import { besideStep } from './shown-step';

/** Says what a step is doing at the moment. */
export type ReportDetail = (detail: string) => void;

export interface Step<T = unknown> {
  readonly title: string;
  readonly run: (report: ReportDetail) => Promise<T>;
}

/** A log gets a word of a long step no more often than this. */
const logDetailEveryMs = 20_000;

/** Shows steps on standard error: live at a terminal, in a log a line each, with the time it took. */
export class Progress {
  private readonly live = process.stderr.isTTY;

  async step<T>(title: string, run: (report: ReportDetail) => Promise<T>): Promise<T> {
    const [value] = await this.together([{ title, run }]);
    return value;
  }

  /** Runs steps side by side and returns what each returned; when one fails the others are still waited for. */
  async together<const Results extends readonly unknown[]>(steps: {
    readonly [Index in keyof Results]: Step<Results[Index]>;
  }): Promise<Results> {
    const work = (steps as readonly Step[]).map((step) => (this.live ? step : logged(step)));
    const outcomes = this.live
      ? await showLive(work)
      : await Promise.allSettled(work.map(({ run }) => run(ignore)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return outcomes.map(
      (outcome) => (outcome as PromiseFulfilledResult<unknown>).value,
    ) as unknown as Results;
  }
}

const ignore = () => undefined;

async function showLive(steps: readonly Step[]): Promise<PromiseSettledResult<unknown>[]> {
  const outcomes: PromiseSettledResult<unknown>[] = [];
  const tasks = steps.map(({ title, run }, index) => ({
    title,
    task: async (_: unknown, task: { title: string; output: string }) => {
      const started = Date.now();
      const report: ReportDetail = (detail) => (task.output = detail);
      const [outcome] = await Promise.allSettled([besideStep(report, () => run(report))]);
      outcomes[index] = outcome;
      task.title = `${title} ${styled('dim', seconds(started), process.stderr)}`;
      if (outcome.status === 'rejected') throw new Error(title);
    },
  }));
  await new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    rendererOptions: {
      processOutput: new ProcessOutput(process.stderr, process.stderr),
      showErrorMessage: false,
    },
  } as object).run();
  return outcomes;
}

/** The step with a line when it ends, and now and then one on what it is doing. */
function logged<T>({ title, run }: Step<T>): Step<T> {
  return {
    title,
    run: async () => {
      const started = Date.now();
      let lastWord = started;
      const report = (detail: string) => {
        if (Date.now() - lastWord < logDetailEveryMs) return;
        lastWord = Date.now();
        console.error(`${title}: ${detail} (${seconds(started)})`);
      };
      try {
        const result = await run(report);
        console.error(`${title}: done in ${seconds(started)}`);
        return result;
      } catch (error) {
        console.error(`${title}: failed after ${seconds(started)}`);
        throw error;
      }
    },
  };
}

export function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
