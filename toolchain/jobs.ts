import type { Report } from './types';

/** Something that takes a while and says how it goes. */
export type Job = (report: Report) => Promise<void>;

export const nothing: Job = () => Promise.resolve();

/** A job that runs once however many ask for it; each of them is told how it goes. */
export function shared(job: Job): Job {
  const listeners: Report[] = [];
  let running: Promise<void> | undefined;
  return (report) => {
    listeners.push(report);
    running ??= job((detail) => {
      for (const listener of listeners) listener(detail);
    });
    return running;
  };
}

/** Puts jobs in a row: each starts when the one before it has ended, however it did. */
export function inTurn(): (job: Job) => Job {
  let last = nothing;
  return (job) => {
    const before = last;
    last = shared(async (report) => {
      await before(report).catch(() => undefined);
      await job(report);
    });
    return last;
  };
}
