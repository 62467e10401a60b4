import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../common/project';
import { sideBySide } from '../../common/side-by-side';
import { deployment } from './deployments/e2e-policies';
import { withRoot } from './support/as-root';
import { Cli } from './support/cli';
import { inspect } from './support/outside';
import { AuditedLife, type Audited } from './support/policies/audited-life';
import { needsOf, needsOfDefault, type Need } from './support/policies/needs';
import { mutantsOf, parsePolicy } from './support/policies/policy-file';
import {
  granted,
  identities,
  mayOn,
  nobodys,
  nobodysToUpdate,
  ofDefault,
  outsidePolicies,
  type Identity,
} from './support/policies/table';
import { allPaths, otherName, readablePaths, takesSudo, type OpenApi } from './support/policies/vault-paths';
import { VaultRequests, type Operation } from './support/policies/vault-requests';
import { Flow } from './support/reference-flow';

const minuteMs = 60_000;
const file = 'test/e2e/deployments/e2e-policies.ts';
const flow = new Flow({ file, props: deployment, firstPassword: 'first-password-of-e2e-policies' });
const { vault: server, postgres } = flow.deployment;

const outside = mkdtempSync(join(tmpdir(), 'dbvault-e2e-'));

const mutants = identities.flatMap((identity) =>
  mutantsOf(policyOf(identity)).map((mutant) => ({ identity, ...mutant })),
);

describe('the policies', () => {
  const life = new AuditedLife(flow);
  const asked: Record<string, Audited[]> = {};
  const live = async (name: string, work: () => Promise<unknown>) => {
    asked[name] = await life.run(work);
  };
  let vault: VaultRequests;
  let api: OpenApi;
  let hasPlugin: boolean;
  let postgresImage: string;
  let changedBySecondUp: unknown;
  let changedByEdit: unknown;
  let defaultPolicy: string;
  const tokens = new Map<Identity, string>();
  const may = new Map<Identity, Map<string, string[]>>();
  const outcomes = new Map<string, { lost: Need[]; statuses: number[] }>();

  beforeAll(async () => {
    await flow.cli.destroyAll();
    await live('up', () => flow.cli.json('up', '--yes'));
    await live('up again', async () => {
      changedBySecondUp = (await flow.cli.json<{ changed: string[] }>('up')).changed;
    });
    await live('creds', () => flow.credential());
    await live('app-identity', () => flow.cli.json('app-identity'));
    // The one before is ended: nobody took it.
    await live('app-identity again', () => flow.cli.json('app-identity'));
    await live('status', () => flow.cli.json('status'));
    await live('verify', () => flow.cli.json('verify'));
    await live('backup', () => flow.cli.json('backup'));
    await live('recover state', () => flow.cli.json('recover', 'state', '--dry-run'));
    await live('recover orphans', () => flow.cli.json('recover', 'orphans', '--dry-run'));
    await flow.rootApi('identity/group', 'POST', { name: 'without-policies' });
    await life.since();
    await live('plan', () => flow.cli.json('plan', '--drift'));
    // Unlike the one before, it has Terraform read what nobody changed.
    await live('plan to be reviewed', () => flow.cli.json('plan', '--out', join(outside, 'bundle')));
    await live('rotate-root', () => flow.cli.json('rotate-root'));
    await flow.superuser("ALTER ROLE vault_admin PASSWORD 'another'");
    await live('recover connection', () => flow.cli.json('recover', 'connection', '--yes'));
    await live('up after an edit', async () => {
      const edited = new Cli('test/e2e/deployments/e2e-policies-edited.ts');
      changedByEdit = (await edited.json<{ changed: string[] }>('up')).changed;
    });
    const label = '{{index .Config.Labels "dbvault.plugin.postgresql.command"}}';
    hasPlugin = (await inspect(server.containerName, label)) !== '';
    postgresImage = await inspect(postgres.containerName, '{{.Image}}');

    vault = new VaultRequests(flow);
    for (const identity of identities) tokens.set(identity, await vault.tokenOf(identity));
    await withRoot(server.port, flow.keys().shares, askAsRoot);
  }, 6 * minuteMs);
  afterAll(async () => {
    await flow.cli.destroyAll();
    vault.close();
    rmSync(outside, { recursive: true });
  }, 2 * minuteMs);

  /** All that takes root, in one go: what each token may, and what becomes of each mutant. */
  async function askAsRoot(root: string): Promise<void> {
    api = await vault.must<OpenApi>(root, 'read', 'sys/internal/specs/openapi');
    const read = await vault.must<{ data: { policy: string } }>(root, 'read', 'sys/policies/acl/default');
    defaultPolicy = read.data.policy;
    const paths = [...new Set([...allPaths(api), ...samples(Object.keys(granted)), ...nobodys])];
    for (const identity of identities)
      may.set(identity, await vault.capabilities(root, tokenOf(identity), paths));
    await sideBySide(mutants, 4, async ({ identity, without, hcl }) => {
      const policy = `${identity}-without-${without.replaceAll(/\W+/g, '-')}`;
      const token = await vault.tokenWith(root, policy, hcl);
      const needs = needsOf(identity, { hasPlugin: true });
      const left = await vault.capabilities(root, token, needs.map(pathOf));
      const lost = needs.filter((need) => !isMet(need, left));
      const statuses = await vault.statuses(lost.map((need) => [token, operationOf(need), pathToTry(need)]));
      outcomes.set(`${identity} ${without}`, { lost, statuses });
    });
  }

  function tokenOf(identity: Identity): string {
    return tokens.get(identity) ?? '';
  }

  /** Vault asks for `sudo` besides on some paths. */
  function isMet(need: Need, capabilities: ReadonlyMap<string, readonly string[]>): boolean {
    const found = capabilities.get(pathOf(need)) ?? [];
    return found.includes(operationOf(need)) && (!takesSudo(api, pathOf(need)) || found.includes('sudo'));
  }

  /** Those requests that Vault answers otherwise than the table says. */
  async function notAsGranted(
    identity: Identity,
    requests: readonly (readonly [Operation, path: string])[],
  ): Promise<string[]> {
    const token = tokenOf(identity);
    const statuses = await vault.statuses(requests.map(([operation, path]) => [token, operation, path]));
    return requests.flatMap(([operation, path], index) => {
      const isRefused = statuses[index] === 403;
      return isRefused === isGranted(identity, operation, path)
        ? [`${operation} ${path}: ${String(statuses[index])}`]
        : [];
    });
  }

  describe('the table of who may do what', () => {
    it('has each policy that there is', () => {
      const files = readdirSync(inProject('policies')).filter((name) => name.endsWith('.hcl'));
      // What several nodes have plan read is tried with them.
      expect(files.sort()).toEqual([...identities, 'nodes'].map((name) => `${name}.hcl`).sort());
    });
    it("has Vault's own policy default, as it is", () => {
      const stanzas = parsePolicy(defaultPolicy).map(({ path, capabilities }) => [path, capabilities]);
      expect(Object.fromEntries(stanzas)).toEqual(ofDefault);
    });
    it.each(identities)('%s has a token with its own policy and default', async (identity) => {
      const { data } = await vault.must<{ data: { policies: string[] } }>(
        tokenOf(identity),
        'read',
        'auth/token/lookup-self',
      );
      expect(data.policies.sort()).toEqual(['default', identity].sort());
    });
    it.each(identities)('%s may exactly that, on every path that this Vault has', (identity) => {
      const found = may.get(identity) ?? new Map<string, string[]>();
      expect(found.size).toBeGreaterThan(1000);
      const differing = [...found].flatMap(([path, actual]) => {
        const expected = mayOn(identity, path);
        return actual.join() === expected.join() ? [] : [`${path}: ${actual.join()}, not ${expected.join()}`];
      });
      expect(differing).toEqual([]);
    });
    it.each(identities)('%s is answered 403 for all else, with every method', async (identity) => {
      const operations: readonly Operation[] = ['update', 'read', 'list', 'delete'];
      const paths = samples([...Object.keys(granted), ...nobodys]);
      const requests = paths.flatMap((path) => operations.map((operation) => [operation, path] as const));
      // That would take all away; `destroy` does it.
      const harmless = requests.filter(
        ([operation, path]) =>
          !(operation === 'delete' && path === 'sys/mounts/database' && isGranted(identity, operation, path)),
      );
      const updates = nobodysToUpdate.map((path) => ['update', path] as const);
      expect(await notAsGranted(identity, [...harmless, ...updates])).toEqual([]);
    });
    it.each(identities)(
      '%s reads and lists nothing else, on every path that this Vault has',
      async (identity) => {
        const requests = readablePaths(api).map((path): [Operation, string] =>
          path.endsWith('/') ? ['list', path.slice(0, -1)] : ['read', path],
        );
        expect(requests.length).toBeGreaterThan(150);
        expect(await notAsGranted(identity, requests)).toEqual(outsidePolicies);
      },
    );
    it.each<[Operation, string]>([
      ['read', 'database/config/my-postgres-database'],
      ['update', 'database/config/my-postgres-database'],
      ['list', 'database/config'],
      ['read', 'database/roles/db-app'],
      ['list', 'database/roles'],
      ['read', 'database/creds/db-admin'],
      ['update', 'database/rotate-root/my-postgres-database'],
      ['update', 'database/reset/my-postgres-database'],
      ['read', 'sys/mounts'],
      ['read', 'sys/policies/acl/app'],
      ['read', 'sys/audit'],
      ['list', 'sys/leases/lookup/database/creds/db-app'],
      ['update', 'sys/leases/revoke-prefix/database/creds/db-app'],
    ])('the application cannot %s %s', async (operation, path) => {
      expect((await vault.send(tokenOf('app'), operation, path)).status).toBe(403);
    });
  });

  describe('each line of a policy is needed', () => {
    it.each(mutants)('$identity cannot do its work without: $without', ({ identity, without }) => {
      const { lost, statuses } = outcomes.get(`${identity} ${without}`) ?? { lost: [], statuses: [] };
      expect(lost).not.toEqual([]);
      expect(statuses).toEqual(lost.map(() => 403));
    });
    it.each(identities)('and %s has all that its work takes', (identity) => {
      const found = may.get(identity) ?? new Map<string, string[]>();
      const unmet = needsOf(identity, { hasPlugin: true }).filter((need) => !isMet(need, found));
      expect(unmet).toEqual([]);
    });
    it('a policy that holds more than paths with capabilities is not taken for whole', () => {
      const hcl = 'path "sys/mounts" { capabilities = ["read"] denied_parameters = { "type" = [] } }';
      expect(() => parsePolicy(hcl)).toThrow('More than paths with capabilities');
    });
  });

  describe('a whole life, by its audit log', () => {
    let tried: Audited[];

    beforeAll(async () => {
      // The tries of the tests above are no part of it.
      tried = await life.since();
      await flow.cli.json('destroy', '--yes');
      asked['destroy'] = await life.sinceFromVolume(postgresImage);
      life.requests.push(...asked['destroy']);
    }, 3 * minuteMs);

    const of = (identity: Identity) => life.requests.filter(({ who }) => who === identity);
    const kindsOf = (requests: readonly Audited[]) => [...new Set(requests.map(({ what }) => what))].sort();

    it('changes what it is to change, and nothing when it is run again', () => {
      expect(changedBySecondUp).toEqual([]);
      expect(changedByEdit).toEqual(['applied database-my-postgres-database']);
    });
    it.each(identities)('%s was refused nothing', (identity) => {
      expect(of(identity).length).toBeGreaterThan(0);
      expect(of(identity).filter(({ isRefused }) => isRefused)).toEqual([]);
      // As what was refused above is seen to be.
      expect(tried.some(({ who, isRefused }) => who === identity && isRefused)).toBe(true);
    });
    it.each(identities)('%s asked for exactly what its work is said to take', (identity) => {
      const byPolicy = of(identity).filter(({ allowedBy }) => allowedBy.includes(identity));
      expect(kindsOf(byPolicy)).toEqual(needsOf(identity, { hasPlugin }));
      const byDefault = of(identity).filter(({ allowedBy }) => allowedBy.join() === 'default');
      expect(kindsOf(byDefault)).toEqual(needsOfDefault[identity]);
    });
    it('root acts in the first run and in destroy alone: nothing falls back to it', () => {
      const verbs = Object.entries(asked).filter(([, requests]) =>
        requests.some(({ who }) => who === 'root'),
      );
      expect(verbs.map(([verb]) => verb)).toEqual(['up', 'destroy']);
    });
  });
});

function policyOf(identity: Identity): string {
  const policy = flow.deployment.policies.find(({ name }) => name === identity);
  if (policy === undefined) throw new Error(`the deployment has no policy ${identity}`);
  return policy.hcl;
}

/** A path of each pattern, with a name that no deployment has: whatever is asked of it does no harm. */
function samples(patterns: readonly string[]): string[] {
  const paths = patterns.map((pattern) => pattern.replace(/\/$/, '').replaceAll(/\+|\*$/g, otherName));
  return [...new Set(paths)];
}

function isGranted(identity: Identity, operation: Operation, path: string): boolean {
  const may = mayOn(identity, operation === 'list' ? `${path}/` : path);
  return may.includes(operation) || (operation === 'update' && may.includes('create'));
}

function operationOf(need: Need): Operation {
  return need.split(' ')[0] as Operation;
}

/** What is there is not made, but updated: another one is. */
function pathToTry(need: Need): string {
  const path = pathOf(need);
  return operationOf(need) === 'create' ? path.replace(/[^/]+$/, otherName) : path;
}

function pathOf(need: Need): string {
  return (need.split(' ')[1] ?? '').replace('+', otherName);
}
