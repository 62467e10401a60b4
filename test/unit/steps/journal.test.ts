import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Journal, stepChannel } from '../../../steps/journal';
import { rejected } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';
import { temporaryJournal } from '../support/temporary-journal';

function newFile(): string {
  return join(temporaryFolder(), 'local', 'journal.jsonl');
}

describe('the journal', () => {
  it('is empty at first', () => expect(new Journal(newFile()).entries()).toEqual([]));

  it('gives back what a step answers', async () => {
    expect(await new Journal(newFile()).step('unseal', {}, () => Promise.resolve(7))).toBe(7);
  });

  it('says that a step is begun while it is at work', async () => {
    const journal = new Journal(newFile());
    await journal.step('unseal', {}, () => {
      expect(journal.isInterrupted('unseal')).toBe(true);
      return Promise.resolve();
    });
    expect(journal.isInterrupted('unseal')).toBe(false);
  });

  it('says so on the disk, for another process', async () => {
    const file = newFile();
    await new Journal(file).step('unseal', { volume: 'v' }, () => {
      expect(new Journal(file).last('unseal')).toMatchObject({ event: 'begun', facts: { volume: 'v' } });
      return Promise.resolve();
    });
    expect(new Journal(file).last('unseal')).toMatchObject({ event: 'done', facts: { volume: 'v' } });
  });

  it('leaves a step that failed begun', async () => {
    const journal = new Journal(newFile());
    await rejected(journal.step('unseal', {}, () => Promise.reject(new Error('sealed'))));
    expect(journal.isInterrupted('unseal')).toBe(true);
  });

  it('tells one step from another', async () => {
    const journal = new Journal(newFile());
    await journal.step('unseal', {}, () => Promise.resolve());
    expect([journal.last('initialize'), journal.isInterrupted('initialize')]).toEqual([undefined, false]);
  });

  it('tells one connection from another, side by side', async () => {
    const journal = new Journal(newFile());
    const [orders, billing] = [{ connection: 'orders' }, { connection: 'billing' }];
    await rejected(journal.step('apply database', orders, () => Promise.reject(new Error('killed'))));
    await journal.step('apply database', billing, () => Promise.resolve());
    expect([orders, billing].map((about) => journal.isInterrupted('apply database', about))).toEqual([
      true,
      false,
    ]);
    expect(journal.last('apply database', orders)).toMatchObject({ event: 'begun', facts: orders });
    expect(journal.last('apply database', { connection: 'stock' })).toBeUndefined();
    expect(journal.last('apply database')).toMatchObject({ event: 'done', facts: billing });
  });

  it('knows a step by some of its facts', async () => {
    const journal = new Journal(newFile());
    await journal.step('rotate root', { vault: 'v', connection: 'orders' }, () => Promise.resolve());
    expect(journal.last('rotate root', { connection: 'orders' })?.event).toBe('done');
    expect(journal.last('rotate root', { connection: 'orders', vault: 'w' })).toBeUndefined();
  });

  it('tells since when a step was tried, however often it was cut off', () => {
    const unseal = { step: 'unseal', facts: {} };
    const at = (minute: number) => `2026-01-01T00:0${minute}:00.000Z`;
    const journal = temporaryJournal(
      { ...unseal, event: 'begun', at: at(0) },
      { ...unseal, event: 'done', at: at(1) },
      { ...unseal, event: 'begun', at: at(2) },
      { ...unseal, event: 'begun', at: at(3) },
    );
    expect(journal.interruptedSince('unseal')?.toISOString()).toBe(at(2));
  });

  it('tells of no interruption of a step that is done', async () => {
    const journal = new Journal(newFile());
    await journal.step('unseal', {}, () => Promise.resolve());
    expect(journal.interruptedSince('unseal')).toBeUndefined();
  });

  it('passes over a line that a killed run left half written, and goes on after it', async () => {
    const file = newFile();
    const journal = new Journal(file);
    await journal.step('initialize', {}, () => Promise.resolve());
    appendFileSync(file, '\n{"at":"2026-01-01T00:00:00Z","run":"x","step":"uns');
    await journal.step('unseal', {}, () => Promise.resolve());
    expect(journal.entries().map(({ step, event }) => `${step} ${event}`)).toEqual([
      'initialize begun',
      'initialize done',
      'unseal begun',
      'unseal done',
    ]);
  });

  it('is for its owner alone', async () => {
    const file = newFile();
    await new Journal(file).step('unseal', {}, () => Promise.resolve());
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  });

  it('does not hold what a step answers', async () => {
    const file = newFile();
    await new Journal(file).step('make app identity', {}, () => Promise.resolve('hvs.secret'));
    expect(readFileSync(file, 'utf8')).not.toContain('hvs.secret');
  });

  it('tells where it is on its channel', async () => {
    const heard: unknown[] = [];
    const listen = (message: unknown) => heard.push(message);
    subscribe(stepChannel.name, listen);
    await new Journal(newFile()).step('unseal', {}, () => Promise.resolve());
    unsubscribe(stepChannel.name, listen);
    expect(heard).toEqual(['begun', 'answered', 'done'].map((at) => ({ step: 'unseal', at })));
  });
});
