import { request, Agent } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What became of the credentials that were asked for while something else happened. */
export interface Issued {
  readonly count: number;
  /** Between one that was issued and the next. */
  readonly longestGapMs: number;
  /** Tries that were given no credential; each is made again, at the next node. */
  readonly failedTries: number;
  readonly last: { readonly username: string; readonly password: string };
}

const tryWithinMs = 2000;
const pauseMs = 300;

/** Asks for one credential after the other, as an application does that knows all nodes: none of the product's own code. */
export class IssuingLoop {
  private readonly agent: Agent;
  private isStopped = false;
  private node = 0;
  private count = 0;
  private failedTries = 0;
  private longestGapMs = 0;
  private lastAt = Date.now();
  private last = { username: '', password: '' };
  private readonly running: Promise<void>;

  constructor(
    private readonly ports: readonly number[],
    ca: string,
    private readonly token: string,
  ) {
    this.agent = new Agent({ ca, keepAlive: false });
    this.running = this.run();
  }

  async stop(): Promise<Issued> {
    this.isStopped = true;
    await this.running;
    this.agent.destroy();
    const { count, failedTries, last } = this;
    return { count, failedTries, last, longestGapMs: this.gap() };
  }

  /** How many there are now: for waiting until there are more. */
  get issued(): number {
    return this.count;
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const data = await this.ask().catch(() => undefined);
      if (data === undefined) {
        this.failedTries += 1;
        this.node = (this.node + 1) % this.ports.length;
      } else {
        this.longestGapMs = this.gap();
        this.lastAt = Date.now();
        this.count += 1;
        this.last = data;
      }
      await sleep(pauseMs);
    }
  }

  /** The gap that goes on counts too. */
  private gap(): number {
    return Math.max(this.longestGapMs, Date.now() - this.lastAt);
  }

  private async ask(): Promise<{ username: string; password: string }> {
    const sent = request(`https://127.0.0.1:${this.ports[this.node]}/v1/database/creds/db-app`, {
      headers: { 'X-Vault-Token': this.token },
      agent: this.agent,
      signal: AbortSignal.timeout(tryWithinMs),
    });
    sent.end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const answer = JSON.parse(await text(response)) as { data?: { username: string; password: string } };
    if (response.statusCode !== 200 || answer.data === undefined) throw new Error('no credential');
    return answer.data;
  }
}
