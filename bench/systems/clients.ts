import type { Vault } from './vault';

/** A credential that was asked for: how long it took, and when it was there. */
export interface Issued {
  readonly leaseId: string;
  readonly milliseconds: number;
  readonly atSeconds: number;
}

/** Asks for the n-th credential. @throws Refused where Vault has none */
export type Issue = (index: number) => Promise<{ readonly leaseId: string }>;

/** Vault answered a request with an error. */
export class Refused extends Error {
  /** @param sqlState PostgreSQL's code, where the error is PostgreSQL's */
  constructor(
    readonly statusCode: number,
    readonly sqlState: string | undefined,
  ) {
    super(`Vault answered ${statusCode}${sqlState === undefined ? '' : `, SQLSTATE ${sqlState}`}`);
  }
}

/** Asks for credentials of some paths in turn. */
export function issueFrom(vault: Vault, paths: readonly string[]): Issue {
  return async (index) => {
    const { statusCode, body } = await vault.ask('GET', paths[index % paths.length] ?? '');
    if (statusCode === 200) return { leaseId: String(body['lease_id']) };
    const errors = JSON.stringify(body['errors'] ?? []);
    throw new Refused(statusCode, /SQLSTATE (\w{5})/.exec(errors)?.[1]);
  };
}

/**
 * Has clients work side by side, each on one thing after the other.
 *
 * @param isOver asked before each thing, with its number from 0 on
 * @param work what failed is thrown once all clients have ended, and no more is begun
 */
export async function withClients(
  clients: number,
  isOver: (index: number) => boolean,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const client = async () => {
    while (failure === undefined && !isOver(next)) {
      try {
        await work(next++);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  if (failure !== undefined) throw failure.error;
}

/** Asks for credentials until it is over, and gives them in the order in which they came. */
export async function issueMany(
  issue: Issue,
  clients: number,
  isOver: (index: number) => boolean,
): Promise<Issued[]> {
  const issued: Issued[] = [];
  const begun = performance.now();
  await withClients(clients, isOver, async (index) => {
    const started = performance.now();
    const { leaseId } = await issue(index);
    const ended = performance.now();
    issued.push({ leaseId, milliseconds: ended - started, atSeconds: (ended - begun) / 1000 });
  });
  return issued;
}

/** Over after so many seconds from now on. */
export function after(seconds: number): () => boolean {
  const deadline = performance.now() + seconds * 1000;
  return () => performance.now() > deadline;
}

/** Over after so many. */
export function upTo(count: number): (index: number) => boolean {
  return (index) => index >= count;
}
