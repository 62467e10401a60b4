import { setTimeout as sleep } from 'node:timers/promises';
import { NoAnswer, sendToVault, type VaultAnswer } from './vault-transport';

/** How long requests wait for the nodes to have a leader again: an election takes seconds. */
const leaderWithinMs = 30_000;
const pauseMs = 200;

/** A node that is cut off answers late or never; those that live answer in milliseconds. */
const healthTimeoutMs = 3000;

/** Best first. What is away, or another Vault, is never gone to. */
const ranks = ['active', 'standby', 'sealed', 'uninitialized', 'away'] as const;
type Rank = (typeof ranks)[number];

export interface VaultRouteProps {
  /** Of each node, those first that are asked first. */
  readonly addresses: readonly [string, ...string[]];
  /** Whose certificates are trusted, and no other ones. @default none: plain HTTP */
  readonly caFile?: string | undefined;
  /** Tells this Vault from another one that runs in a node's place. @default not known yet */
  readonly clusterId?: () => string | undefined;
}

/** Which node of one Vault requests go to: the one that serves, as long as it does. A single node is asked always. */
export class VaultRoute {
  /** Where the last request went. */
  address: string;
  private isChosen = false;

  constructor(readonly props: VaultRouteProps) {
    [this.address] = props.addresses;
  }

  get hasSeveral(): boolean {
    return this.props.addresses.length > 1;
  }

  /** Asks all nodes how they are, and goes to the best one from here on. @returns what that one is */
  async choose(): Promise<Rank> {
    if (!this.hasSeveral) return 'active';
    const { rank, address } = await this.best();
    if (rank !== 'away') this.address = address;
    this.isChosen = true;
    return rank;
  }

  /**
   * Sends a request to the node that serves. Where that one is gone or sealed it was not done there, and is sent to
   * another; where there is no leader at the moment, it waits for one.
   *
   * @param isRepeatable whether it may be sent again though an answer was lost
   * @throws NoAnswer where no node answers
   */
  async send(
    request: (address: string) => Promise<VaultAnswer>,
    isRepeatable: boolean,
  ): Promise<VaultAnswer> {
    if (!this.hasSeveral) return request(this.address);
    if (!this.isChosen) await this.choose();
    const deadline = Date.now() + leaderWithinMs;
    for (;;) {
      const outcome = await request(this.address).catch((error: unknown) => {
        if (error instanceof NoAnswer) return error;
        throw error;
      });
      const isDone =
        outcome instanceof NoAnswer
          ? !outcome.isUnsent && !isRepeatable
          : !isNotServed(outcome, isRepeatable);
      if (isDone) return answerOf(outcome);
      const rank = await this.choose();
      // One that is open finds a leader, or becomes it; where none is, nothing is to be waited for.
      const isHopeless = rank !== 'active' && rank !== 'standby';
      if (isHopeless || Date.now() > deadline) return answerOf(outcome);
      await sleep(pauseMs);
    }
  }

  /** The first active one that answers; where there is none, the best of all. */
  private async best(): Promise<{ rank: Rank; address: string }> {
    const asked = this.props.addresses.map(async (address) => ({
      rank: await this.rankOf(address),
      address,
    }));
    const active = asked.map(async (one) => {
      const found = await one;
      if (found.rank !== 'active') throw new Error('not active');
      return found;
    });
    return Promise.any(active).catch(async () => {
      const all = await Promise.all(asked);
      return all.reduce((best, one) => (ranks.indexOf(one.rank) < ranks.indexOf(best.rank) ? one : best));
    });
  }

  private async rankOf(address: string): Promise<Rank> {
    const { caFile, clusterId } = this.props;
    try {
      const { body } = await sendToVault({
        address,
        caFile,
        token: '',
        method: 'GET',
        path: 'sys/health',
        timeoutMs: healthTimeoutMs,
      });
      if (body['initialized'] !== true) return body['initialized'] === false ? 'uninitialized' : 'away';
      if (body['sealed'] !== false) return 'sealed';
      const expected = clusterId?.();
      const isForeign = expected !== undefined && (body['cluster_id'] ?? expected) !== expected;
      if (isForeign) return 'away';
      return body['standby'] === false ? 'active' : 'standby';
    } catch (error) {
      if (error instanceof NoAnswer) return 'away';
      throw error;
    }
  }
}

/**
 * What a node answers that did nothing: it is sealed, or knows no leader. One that stands by sends away whom it could not
 * hand on, of which the leader may have done something.
 */
function isNotServed({ statusCode, body }: VaultAnswer, isRepeatable: boolean): boolean {
  if (statusCode === 503 || (statusCode === 307 && isRepeatable)) return true;
  const errors = body['errors'];
  const text = Array.isArray(errors) ? errors.map(String).join() : '';
  return statusCode === 500 && /active cluster node not found|in standby mode|not active/i.test(text);
}

function answerOf(outcome: VaultAnswer | NoAnswer): VaultAnswer {
  if (outcome instanceof NoAnswer) throw outcome;
  return outcome;
}
