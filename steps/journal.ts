import { randomUUID } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../common/parse-json';
import { makeSecretFolder } from '../common/secret-file';
import { readIfThere } from '../common/read-if-there';
import type { StepName } from './step-list';

const entrySchema = z.object({
  at: z.string(),
  run: z.string(),
  step: z.string(),
  event: z.enum(['begun', 'done']),
  /** What the step worked on: a volume, a cluster id, a connection. Never a secret. */
  facts: z.record(z.string(), z.string()),
});

export type JournalEntry = z.infer<typeof entrySchema>;
export type Facts = Readonly<Record<string, string>>;

/**
 * Node's diagnostics channel on which a run tells where it is: `begun` is written down and nothing was called,
 * `answered` has the answer and has not written it down, `done` has.
 */
export const stepChannel = channel('dbvault:step');

/**
 * Which step was begun and done on what: one JSON line an event, on the disk before the run goes on. A later run
 * learns from it what to ask the live systems, and never takes its word.
 */
export class Journal {
  private readonly run = randomUUID();

  constructor(private readonly file: string) {}

  /** Does a step, and writes down that it was begun and, where it does not fail, that it is done. */
  async step<T>(step: StepName, facts: Facts, work: () => Promise<T>): Promise<T> {
    this.write({ step, event: 'begun', facts });
    stepChannel.publish({ step, at: 'begun' });
    const answer = await work();
    stepChannel.publish({ step, at: 'answered' });
    this.write({ step, event: 'done', facts });
    stepChannel.publish({ step, at: 'done' });
    return answer;
  }

  /** Oldest first. A line that a killed run left half written does not count. */
  entries(): JournalEntry[] {
    const lines = (readIfThere(this.file) ?? '').split('\n');
    return lines.flatMap((line) => {
      const entry = entrySchema.safeParse(parseJson(line));
      return entry.success ? [entry.data] : [];
    });
  }

  /** Whether the last time that a step was begun it did not end, in this run or an earlier one. */
  isInterrupted(step: StepName, about: Facts = {}): boolean {
    return this.last(step, about)?.event === 'begun';
  }

  /** When a step that did not end was begun for the first time since it last did; undefined where it ended. */
  interruptedSince(step: StepName): Date | undefined {
    const [begun] = this.interrupted(step);
    return begun === undefined ? undefined : new Date(begun.at);
  }

  /** Each time that a step was begun since it last ended, and did not end. */
  interrupted(step: StepName): JournalEntry[] {
    const entries = this.entries().filter((entry) => entry.step === step);
    return entries.slice(entries.findLastIndex(({ event }) => event === 'done') + 1);
  }

  /** What was written last of a step. @param about where it worked on this */
  last(step: StepName, about: Facts = {}): JournalEntry | undefined {
    return this.entries().findLast((entry) => entry.step === step && isAbout(entry, about));
  }

  private write(entry: Omit<JournalEntry, 'at' | 'run'>): void {
    makeSecretFolder(dirname(this.file));
    const line = JSON.stringify({ at: new Date().toISOString(), run: this.run, ...entry });
    const file = openSync(this.file, 'a', 0o600);
    try {
      // The line end comes first: what a killed run left half written stays a line of its own.
      writeSync(file, `\n${line}`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  }
}

function isAbout({ facts }: JournalEntry, about: Facts): boolean {
  return Object.entries(about).every(([name, value]) => facts[name] === value);
}
