import { notKnown, type CheckedBlock } from '../checked';
import { inWords, secondsOf } from '../duration';
import type { Hit, Rule } from '../rule';
import { isSet, valueOf } from '../tree';

const longestCredentialSeconds = 7 * 24 * 3600;
/** Vault's own limit where nobody tunes it: 768 h. */
const longestTokenSeconds = 768 * 3600;

/** What is stolen, or forgotten, ends by itself. */
export const boundedTtl: Rule = {
  id: 'bounded-ttl',
  title: 'Credentials, tokens and logins end',
  severity: 'error',
  why: 'Where a TTL is not set Vault takes its own, 32 days, or none at all: whoever has a copy then has it for that long.',
  remedy:
    'Set `default_ttl` and `max_ttl` (at most 7 days) of a role, `token_max_ttl` (at most 32 days) and `secret_id_ttl` of an AppRole, `ttl` or `period` of a token',
  example: {
    address: 'vault_database_secret_backend_role.reader',
    message: 'has no max_ttl: Vault takes 32 days',
  },
  check({ resources }) {
    return resources.flatMap((block) =>
      problemsOf(block).map((message): Hit => ({ address: block.address, message })),
    );
  },
};

function problemsOf(block: CheckedBlock): string[] {
  const { type } = block;
  if (type === 'vault_database_secret_backend_role') return checkDatabaseRole(block);
  if (type === 'vault_token') return checkToken(block);
  if (!/^vault_[a-z0-9]+_auth_backend_role$/.test(type)) return [];
  return [...checkTokensOfRole(block), ...(type.startsWith('vault_approle_') ? checkSecretIds(block) : [])];
}

function checkDatabaseRole(block: CheckedBlock): string[] {
  const [ttl, max] = [valueOf(block, 'default_ttl'), valueOf(block, 'max_ttl')];
  const [ttlSeconds, maxSeconds] = [secondsOf(ttl), secondsOf(max)];
  const problems: string[] = [];
  if (isEndless(max)) problems.push('has no max_ttl: Vault takes 32 days');
  if (isEndless(ttl)) problems.push('has no default_ttl: Vault takes 32 days');
  if (maxSeconds !== undefined && maxSeconds > longestCredentialSeconds)
    problems.push(`has a max_ttl of ${inWords(maxSeconds)}, more than 7 days`);
  if (ttlSeconds !== undefined && maxSeconds !== undefined && maxSeconds > 0 && ttlSeconds > maxSeconds)
    problems.push(`has a default_ttl of ${inWords(ttlSeconds)}, more than its max_ttl`);
  return problems;
}

/** One of three bounds is enough; a period must be renewed within it. */
function checkTokensOfRole(block: CheckedBlock): string[] {
  const names = ['token_max_ttl', 'token_explicit_max_ttl', 'token_period'];
  const bounds = names.map((name) => valueOf(block, name));
  if (bounds.includes(notKnown)) return [];
  const seconds = bounds.map(secondsOf).filter((bound) => bound !== undefined && bound > 0) as number[];
  if (seconds.length === 0) return ['has no token_max_ttl, token_explicit_max_ttl or token_period'];
  const least = Math.min(...seconds);
  return least > longestTokenSeconds ? [`has tokens of up to ${inWords(least)}, more than 32 days`] : [];
}

function checkSecretIds(block: CheckedBlock): string[] {
  return isEndless(valueOf(block, 'secret_id_ttl'))
    ? ['has no secret_id_ttl: a secret_id logs in for ever']
    : [];
}

function checkToken(block: CheckedBlock): string[] {
  const bounds = ['ttl', 'period', 'explicit_max_ttl'].map((name) => valueOf(block, name));
  return bounds.every(isEndless) ? ['has no ttl and no period'] : [];
}

function isEndless(value: unknown): boolean {
  return !isSet(value) || secondsOf(value) === 0;
}
