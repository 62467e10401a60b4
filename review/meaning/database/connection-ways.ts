import { placeOf, type Connection, type ConnectionChange } from './connection';
import { isSameDatabase } from './endpoint';

/** What becomes of a connection. */
export type ConnectionWay =
  /** It is new. */
  | 'added'
  /** It goes, and nothing takes its place. */
  | 'removed'
  /** It is made anew: its first password is sent again. */
  | 'replaced'
  /** Another name is written to in the same place of the state: no password goes along, and the old one stays in Vault. */
  | 'renamed'
  | 'kept';

/** A connection, with what it was: by address, or by what it leads to where the address is another one. */
export interface FollowedConnection extends ConnectionChange {
  readonly way: ConnectionWay;
  /** Its old address where it has another one now. */
  readonly movedFrom?: string;
}

/** Follows each connection through the plans. */
export function followConnections(changes: readonly ConnectionChange[]): readonly FollowedConnection[] {
  const gone = changes.filter(({ before, after }) => before !== null && after === null);
  const followed = new Set<ConnectionChange>();
  const arrived = changes
    .filter((change) => !gone.includes(change))
    .map((change): FollowedConnection => {
      if (change.before !== null) return { ...change, way: wayOf(change) };
      const old = gone.find((other) => !followed.has(other) && isSuccessor(other.before, change.after));
      if (old === undefined) return { ...change, way: 'added' };
      followed.add(old);
      if (old.address === change.address) return { ...change, before: old.before, way: 'replaced' };
      const reason = `${old.address} is deleted and ${change.address} is made`;
      return { ...change, before: old.before, way: 'replaced', reason, movedFrom: old.address };
    });
  const left = gone.filter((change) => !followed.has(change));
  return [...arrived, ...left.map((change) => ({ ...change, way: 'removed' as const }))];
}

function wayOf({ before, after, isReplaced }: ConnectionChange): ConnectionWay {
  if (isReplaced) return 'replaced';
  return before?.name === after?.name ? 'kept' : 'renamed';
}

function isSuccessor(old: Connection | null, young: Connection | null): boolean {
  if (old === null || young === null) return false;
  return (
    placeOf(old) === placeOf(young) ||
    (old.endpoint.username === young.endpoint.username && isSameDatabase(old.endpoint, young.endpoint))
  );
}
