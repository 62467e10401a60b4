const renewedAt = 2 / 3;
const jitter = 0.1;
const latestRenewal = 0.9;

/** When to renew what lasts for `ttlSeconds`, counted from its begin: a little earlier by chance. */
export function renewAfterSeconds(ttlSeconds: number, reserveSeconds = 0): number {
  const latest = Math.min(ttlSeconds * renewedAt, ttlSeconds - reserveSeconds);
  return Math.max(latest, ttlSeconds * (1 - latestRenewal)) * (1 - jitter * Math.random());
}

/** How much of a lease is too little to begin something with: readiness ends, and connections are overdue. */
export function marginSeconds(ttlSeconds: number): number {
  return Math.min(ttlSeconds / 10, 60);
}

const firstRetrySeconds = 0.25;
const longestRetrySeconds = 30;
const longestRetryWithoutLeaseSeconds = 5;

/**
 * How long to wait before the next attempt: twice as long after each failure, by chance down to half of it, and never
 * so long that a lease would run out over it.
 *
 * @param leftSeconds of the lease; 0 or less where it has run out
 */
export function retryAfterSeconds(failures: number, leftSeconds: number): number {
  const longest =
    leftSeconds > 0 ? Math.min(longestRetrySeconds, leftSeconds / 4) : longestRetryWithoutLeaseSeconds;
  const grown = Math.min(firstRetrySeconds * 2 ** Math.min(failures - 1, 10), longest);
  return Math.max(grown, firstRetrySeconds) * (1 - Math.random() / 2);
}

/** A request that hangs may not cost the lease. */
export function requestTimeoutSeconds(reserveSeconds: number): number {
  return Math.min(Math.max(reserveSeconds / 3, 2), 10);
}
