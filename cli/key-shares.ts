import { Problem, exitCodes, isRefused } from '../common/problem';
import { readSecretFile } from '../common/secret-file';
import { readShares } from '../steps/share-file';
import { shareSets } from '../steps/share-sets';
import { parseKeys, type KeyStore } from '../steps/key-store';
import type { VaultClient } from '../steps/vault-client';
import { wrongShares } from '../steps/wrong-shares';
import { askForShare } from './ask-for-share';
import { holdersInWords, waysToDecrypt, waysToGive } from './custody';
import { canAsk, HiddenPrompt } from './hidden-prompt';

export type ShareSets = readonly (readonly string[])[];

/**
 * Where a run has key shares from: the files or the standard input that it was given, else the key store, else the
 * people at the terminal. Given once they serve the whole run, and stay in memory.
 */
export class KeyShares {
  private given: string[] | undefined;

  constructor(
    private readonly vault: VaultClient,
    private readonly store: KeyStore,
    /** Files, and `-` for standard input. */
    private readonly sources: readonly string[],
  ) {}

  /** Whether the key store in clear is not where they come from. */
  get comeFromPeople(): boolean {
    return this.sources.length > 0 || this.store.held.exist;
  }

  /** Those that people gave to this run so far, in base64, each once. */
  brought(): readonly string[] {
    this.given ??= [...new Set(this.sources.flatMap((source) => readShares(source)))];
    return this.given;
  }

  /**
   * Works with as many shares as open Vault; where it refuses them all and somebody is there, with one more.
   *
   * @param work takes sets, each as many as open Vault, and returns the one that did
   * @throws Problem (exit code 3) that says who holds shares and how to give them, where they are too few
   */
  async use<Result extends { readonly shares: readonly string[] }>(
    work: (sets: ShareSets) => Promise<Result>,
  ): Promise<Result> {
    const { threshold } = await this.vault.sealStatus();
    if (!this.comeFromPeople) return work(shareSets(this.store.readKeys().shares, threshold));
    let shares = await this.atLeast(threshold);
    for (;;) {
      try {
        const result = await work(shareSets(shares, threshold));
        const wrong = wrongShares(shares, result.shares).map((share) => shares.indexOf(share) + 1);
        if (wrong.length > 0)
          console.error(
            `Of the key shares that were given, number ${wrong.join(' and ')} is not of this Vault.`,
          );
        return result;
      } catch (error) {
        if (!isRefused(error) || !canAsk()) throw error;
        const more = await this.ask(
          shares,
          shares.length + 1,
          'These do not open Vault: one is wrong. Another one: ',
        );
        if (more.length === shares.length) throw error;
        shares = more;
      }
    }
  }

  /**
   * So many shares, or more; what is missing is asked for at the terminal.
   *
   * @throws Problem (exit code 3) where they stay too few
   */
  async atLeast(count: number): Promise<readonly string[]> {
    const shares = [...this.brought(), ...this.inClear()];
    const all = shares.length < count && canAsk() ? await this.ask(shares, count) : shares;
    if (all.length < count) throw this.tooFew(all.length, count);
    return all;
  }

  /** @returns those that were known and those that were typed, which may be too few */
  private async ask(known: readonly string[], count: number, question?: string): Promise<readonly string[]> {
    const prompt = new HiddenPrompt();
    const shares = [...known];
    try {
      while (shares.length < count) {
        const plain = `${waysToDecrypt(this.store)}Key share ${shares.length + 1} of ${count}`;
        const share = await askForShare(prompt, shares, question ?? plain);
        if (share === undefined) break;
        shares.push(share);
        this.given?.push(share);
      }
      return shares;
    } finally {
      prompt.close();
    }
  }

  /** What is left in the key store counts beside those that people bring. */
  private inClear(): string[] {
    const kept = parseKeys(readSecretFile(this.store.keysFile))?.shares ?? [];
    return kept.filter((share) => !this.brought().includes(share));
  }

  /** @returns the refusal to go on without more shares, with the ways to give them */
  tooFew(have: number, count: number): Problem {
    return new Problem({
      what: `This needs ${count} key shares, and ${have === 0 ? 'none was' : `${have} ${have === 1 ? 'was' : 'were'}`} given`,
      where: this.store.place,
      why: holdersInWords(this.store),
      next: waysToGive(this.store),
      exitCode: exitCodes.refused,
    });
  }
}
