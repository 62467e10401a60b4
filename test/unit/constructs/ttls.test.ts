import fc from 'fast-check';
import { Problem } from '../../../common/problem';
import { Database } from '../../../constructs/database';
import type { DeploymentProps } from '../../../constructs/deployment';
import { vaultMaxTtlSeconds } from '../../../constructs/validation/rule-kinds';
import { Synthesized } from '../support/synthesized';

const seed = 20_251_124;

const ttl = fc.oneof(
  fc.integer({ min: 1, max: vaultMaxTtlSeconds }),
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: vaultMaxTtlSeconds - 2, max: vaultMaxTtlSeconds + 2 }),
  fc.double(),
  fc.maxSafeInteger(),
  fc.bigInt(),
  fc.integer().map(String),
  fc.constantFrom<unknown>(-0, 0, NaN, Infinity, -Infinity, 1e308, 2 ** 53, 1.0, '1h', null, true, [60], {}),
);

/** The role as Terraform gets it, or the refusal. */
function outcomeOf(ttls: object): unknown {
  const role = { connection: 'pg', creationSql: 'sql/readonly.sql', ...ttls };
  try {
    const props = { roles: { reader: role } } as Partial<DeploymentProps>;
    return new Synthesized(Database, props).one('vault_database_secret_backend_role');
  } catch (error) {
    return error;
  }
}

describe('any TTL', () => {
  it('is refused as wrong usage, or arrives as exactly that number', () => {
    fc.assert(
      fc.property(ttl, ttl, (defaultTtlSeconds, maxTtlSeconds) => {
        const outcome = outcomeOf({ defaultTtlSeconds, maxTtlSeconds });
        if (outcome instanceof Problem) {
          expect(outcome.exitCode).toBe(64);
          expect(outcome.why).toMatch(/'roles\.reader\.(defaultTtlSeconds|maxTtlSeconds)'/);
        } else {
          expect(outcome).toMatchObject({ default_ttl: defaultTtlSeconds, max_ttl: maxTtlSeconds });
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it('from 1 second to what Vault allows is taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: vaultMaxTtlSeconds }), (seconds) => {
        expect(outcomeOf({ defaultTtlSeconds: seconds, maxTtlSeconds: vaultMaxTtlSeconds })).toMatchObject({
          default_ttl: seconds,
        });
      }),
      { seed, numRuns: 50, examples: [[1], [vaultMaxTtlSeconds]] },
    );
  });
});
