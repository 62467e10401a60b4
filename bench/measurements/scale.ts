import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../../common/problem';
import { referenceAccess, type ReferenceAccess } from '../references/access';
import { PlainCdktf } from '../references/plain-cdktf';
import { PlainTerraform } from '../references/plain-terraform';
import type { Reference } from '../references/reference';
import { VaultApi } from '../references/vault-api';
import type { SizeScope } from '../scope';
import { planOfAll, type Contender, type Size } from '../series';
import { Dbvault, endOfStep } from '../systems/dbvault';
import { makeIdentities } from '../systems/identities';
import { makeReferenceLogin } from '../systems/reference-login';
import { keep, keepSeconds, say, secondsOf, type Bench } from './bench';
import { inRounds } from './rounds';

/**
 * Synth, plan and apply of each size. All begin with a role on each connection and go to the size; where that is the
 * same, they change the first role's TTL.
 */
export async function scale(bench: Bench): Promise<void> {
  let connections: number | undefined;
  let access: ReferenceAccess | undefined;
  for (const one of bench.scope.sizes) {
    if (access === undefined || connections !== one.size.connections) {
      connections = one.size.connections;
      access = await begin(bench, baseOf(one.size));
    }
    await measureSize(bench, one, access);
  }
}

/** A deployment with a role on each connection, and what the references need beside it. */
async function begin({ scope, tools }: Bench, base: Size): Promise<ReferenceAccess> {
  const dbvault = new Dbvault(base);
  await dbvault.destroy();
  await dbvault.up();
  const { operator } = await makeIdentities();
  const login = await makeReferenceLogin('bench_reference');
  return referenceAccess(tools, operator, login, scope.limitSeconds);
}

function baseOf({ connections }: Size): Size {
  return { roles: connections, connections };
}

async function measureSize(bench: Bench, one: SizeScope, access: ReferenceAccess): Promise<void> {
  const { size, rounds, cdktfRounds, inOneState = true } = one;
  const terraform = new PlainTerraform(access);
  const whole = new PlainTerraform(access, true);
  const cdktf = new PlainCdktf(access);
  const ended = new Set<Contender>();
  const unlessTooLong = (by: Contender, part: () => Promise<void>) => async (round: number) => {
    if (ended.has(by) || (by === 'cdktf' && round > cdktfRounds)) return;
    try {
      await part();
    } catch (error) {
      if (!(error instanceof Problem) || !error.message.includes('took too long')) throw error;
      ended.add(by);
      say(error.message);
      bench.findings.notes.push(`${by} at ${size.roles} roles: ${error.message}`);
    }
  };
  try {
    const oneState = [
      unlessTooLong('terraform', () => measureReference(bench, 'terraform', terraform, size)),
      unlessTooLong('terraform', () => measureWhole(bench, whole, size)),
      unlessTooLong('cdktf', () =>
        measureReference(bench, 'cdktf', cdktf, size, async () =>
          keep(bench, await cdktf.synth(), { what: 'synth', by: 'cdktf', size }),
        ),
      ),
    ];
    await inRounds(rounds, [
      unlessTooLong('dbvault', () => measureDbvault(bench, size)),
      ...(inOneState ? oneState : []),
      unlessTooLong('api', () => measureApi(bench, access, size)),
    ]);
  } finally {
    await terraform.reset();
    await whole.reset();
    await cdktf.reset();
  }
}

async function measureDbvault(bench: Bench, size: Size): Promise<void> {
  const by = 'dbvault';
  const isBase = isDeepStrictEqual(size, baseOf(size));
  const before = new Dbvault(baseOf(size));
  const after = isBase ? new Dbvault(size).withChange : new Dbvault(size);
  const changed = isBase ? before : after.withChange;

  // Back, where there was a round or a size before.
  await before.up();
  keep(bench, await after.synth(), { what: 'synth', by, size });
  const up = await after.up();
  keep(bench, up, { what: 'up, with all that is proven', by, size });
  const applied = endOfStep(up, 'Apply');
  if (applied === undefined) throw new Error(`up applied nothing at ${size.roles} roles`);
  keepSeconds(bench.findings, applied, { what: 'apply', by, size });
  keep(bench, await after.plan(), { what: 'plan', by, size });
  keep(bench, await after.planByTerraform(), { what: 'plan, each stack by Terraform', by, size });
  keep(bench, await after.planAndRefresh(), { what: 'full refresh', by, size });
  keep(bench, await after.up(), { what: 'up, nothing to change', by, size });
  keep(bench, await changed.plan(), { what: 'plan after a change to one connection', by, size });
}

async function measureReference(
  bench: Bench,
  by: Contender,
  reference: Reference,
  size: Size,
  synth?: () => Promise<void>,
): Promise<void> {
  const isBase = isDeepStrictEqual(size, baseOf(size));
  await reference.reset();
  reference.declare(baseOf(size), false);
  await reference.apply();
  reference.declare(size, isBase);
  await synth?.();
  keep(bench, await reference.apply(), { what: 'apply', by, size });
  keep(bench, await reference.plan(), { what: 'plan', by, size });
  reference.declare(size, !isBase);
  keep(bench, await reference.plan(), { what: 'plan after a change to one connection', by, size });
  await reference.reset();
}

/** Where there is one role, Docker's part of the deployment is most of a plan. */
async function measureWhole(bench: Bench, whole: PlainTerraform, size: Size): Promise<void> {
  if (size.roles > 1) return;
  await whole.reset();
  whole.declare(size, false);
  await whole.apply();
  keep(bench, await whole.plan(), { what: planOfAll, by: 'terraform', size });
}

/** Writing all roles is the least that an apply can do, and reading all of them the least of a refresh. */
async function measureApi(
  { findings }: Bench,
  { operator, login }: ReferenceAccess,
  size: Size,
): Promise<void> {
  const api = new VaultApi(operator, login);
  await api.reset();
  await api.makeConnections(size);
  const by = 'api';
  keepSeconds(findings, await secondsOf(() => api.writeRoles(size)), { what: 'apply', by, size });
  keepSeconds(findings, await secondsOf(() => api.readRoles(size)), { what: 'plan', by, size });
  await api.reset();
}
