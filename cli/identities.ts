import { Problem, exitCodes } from '../common/problem';
import type { OperatorIdentity } from '../constructs/names';
import { cancel, isUnderWay } from '../steps/ceremony';
import { revokeSelf } from '../steps/identities';
import { generateRoot, rootGeneration, tokenWorks } from '../steps/generate-root';
import type { Journal } from '../steps/journal';
import type { KeyStore } from '../steps/key-store';
import { ensureLogins, logIn, refusedLogins } from '../steps/operator-logins';
import { revokeRootTokens } from '../steps/root-tokens';
import type { VaultClient } from '../steps/vault-client';
import type { KeyShares } from './key-shares';

/** Of who runs a Vault elsewhere: may change policies and logins, and is never kept. Undefined where none was given. */
export interface GivenToken {
  readonly token: string | undefined;
}

/**
 * Whom a run acts as in Vault. Each identity logs in when it is needed, and all that were needed end with the run;
 * root is made by a ceremony with the key shares, where no other identity may do what is to be done.
 */
export class Identities {
  private readonly loggedIn = new Map<OperatorIdentity, Promise<VaultClient | undefined>>();
  private rootUsed: Promise<VaultClient> | undefined;

  constructor(
    private readonly vault: VaultClient,
    private readonly store: KeyStore,
    private readonly journal: Journal,
    /** What root is made with; of a Vault that runs elsewhere, a token that somebody gave. */
    private readonly source: KeyShares | GivenToken,
    /** Those that the deployment has. */
    readonly all: readonly OperatorIdentity[],
  ) {}

  /**
   * Vault as an identity, with a login that is made where there is none that works.
   *
   * @throws Problem where Vault has no AppRole for it
   */
  async as(identity: OperatorIdentity): Promise<VaultClient> {
    const client = await this.ifThere(identity);
    if (client !== undefined) return client;
    await this.ensureLogins();
    const made = await this.ifThere(identity);
    if (made !== undefined) return made;
    throw new Problem({ what: `Vault does not take the login of ${identity}`, next: 'npm run up' });
  }

  /** Vault as an identity; undefined where there is no login that works. Changes nothing. */
  async ifThere(identity: OperatorIdentity): Promise<VaultClient | undefined> {
    const known = this.loggedIn.get(identity) ?? logIn(this.vault, this.store, identity);
    this.loggedIn.set(identity, known);
    return known;
  }

  /** Vault as an identity, or where that has no login as root: to look at what a lost key store leaves. */
  async asOrRoot(identity: OperatorIdentity): Promise<VaultClient> {
    return (await this.ifThere(identity)) ?? this.root();
  }

  /**
   * Looks as an identity, and as root where that fails: its policy in Vault may be one of before, that lacks what is
   * looked at now.
   */
  async look<T>(identity: OperatorIdentity, work: (client: VaultClient) => Promise<T>): Promise<T> {
    const client = await this.ifThere(identity);
    if (client === undefined) return work(await this.root());
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return work(await this.root());
    }
  }

  /** @returns those whose login was made anew */
  async ensureLogins(): Promise<OperatorIdentity[]> {
    const made = await ensureLogins(() => this.root(), this.vault, this.store, this.journal, this.all);
    for (const identity of made) this.loggedIn.delete(identity);
    return made;
  }

  /**
   * Vault as root: with the token of the initialization as long as that is kept, else with one made for this run.
   *
   * @throws Problem where the key shares that are here, or that people give, do not suffice
   */
  async root(): Promise<VaultClient> {
    this.rootUsed ??= this.makeRoot();
    return this.rootUsed;
  }

  /**
   * Ends every root token, where this run used one: but the initialization's only when the identities that take its
   * place work.
   *
   * @returns whether it ended them
   */
  async endRoot(): Promise<boolean> {
    const { all, rootUsed, vault, store, journal } = this;
    if (rootUsed === undefined || 'token' in this.source) return false;
    const root = await rootUsed;
    const isKept = store.hasClearKeys && store.readKeys().rootToken === root.token;
    if (isKept && (await refusedLogins(vault, store, all)).length > 0) return false;
    await journal.step('revoke root', {}, async () => {
      await revokeRootTokens(root);
      if (isKept) store.dropRootToken();
    });
    this.rootUsed = undefined;
    return true;
  }

  /** Ends what this run acted as. A token that cannot be ended now ends by itself in minutes; not so root. */
  async end(): Promise<void> {
    const clients = await Promise.allSettled(this.loggedIn.values());
    this.loggedIn.clear();
    const open = clients.flatMap((client) => (client.status === 'fulfilled' ? (client.value ?? []) : []));
    await Promise.allSettled(open.map((client) => revokeSelf(client)));
    await this.endRoot();
  }

  /** Another program goes on with it: it does not end with this run. */
  handOver(identity: OperatorIdentity | 'root'): void {
    if (identity === 'root') this.rootUsed = undefined;
    else this.loggedIn.delete(identity);
  }

  /** After Vault was put back to another time, it knows none of the tokens that this run has. */
  forget(): void {
    this.loggedIn.clear();
    this.rootUsed = undefined;
  }

  private async makeRoot(): Promise<VaultClient> {
    const { vault, store, journal, source } = this;
    if ('token' in source) return takeGiven(vault, source);
    const rootToken = store.hasClearKeys ? store.readKeys().rootToken : undefined;
    if (rootToken !== undefined) {
      if (await tokenWorks(vault, rootToken)) return vault.as(rootToken);
      store.dropRootToken();
    }
    if (await isUnderWay(vault, rootGeneration)) {
      await cancel(vault, rootGeneration);
      console.error(`Cancelled a ${rootGeneration.name} that somebody began and did not end.`);
    }
    const { token } = await source.use((sets) =>
      journal.step('generate root', {}, () => generateRoot(vault, sets)),
    );
    return vault.as(token);
  }
}

async function takeGiven(vault: VaultClient, { token }: GivenToken): Promise<VaultClient> {
  const next = 'export VAULT_TOKEN=<token> and run the same command again: docs/external.md';
  const exitCode = exitCodes.refused;
  const where = vault.address;
  if (token === undefined || token === '') {
    const what = 'This needs a token of the Vault that may change policies and logins';
    throw new Problem({ what, where, why: 'VAULT_TOKEN is not set', next, exitCode });
  }
  if (await tokenWorks(vault, token)) return vault.as(token);
  throw new Problem({ what: 'Vault does not take the token in VAULT_TOKEN', where, next, exitCode });
}
