const secondsOf: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};
const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const duration = new RegExp(`^[+-]?(?:${part.source})+$`);
const days = /^([+-]?\d+)d$/;

/** How long in seconds, as Vault reads it: `900`, `15m`, `1h30m`, `2d`. Undefined where Vault would refuse it. */
export function ttlSeconds(given: unknown): number | undefined {
  if (typeof given === 'number') return given;
  if (typeof given !== 'string') return undefined;
  if (given === '' || /^[+-]?\d+$/.test(given)) return Number(given);
  const wholeDays = days.exec(given)?.[1];
  if (wholeDays !== undefined) return Number(wholeDays) * 86_400;
  if (!duration.test(given)) return undefined;
  const seconds = [...given.matchAll(part)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (secondsOf[unit ?? ''] ?? 0),
    0,
  );
  return given.startsWith('-') ? -seconds : seconds;
}
