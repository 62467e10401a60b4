import fc from 'fast-check';
import { Access } from '../../../constructs/access';
import { Containers } from '../../../constructs/containers';
import { Database } from '../../../constructs/database';
import { resolveDeployment, type Deployment, type DeploymentProps } from '../../../constructs/deployment';
import { vaultMaxTtlSeconds } from '../../../constructs/validation/rule-kinds';
import { textProblem } from '../../../constructs/validation/file-text';
import { valid } from '../../unit/constructs/hostile/row';
import { toolChain } from './support/container';
import { acceptedNames, naming, properties } from './support/names';
import { Configuration, type PlannedResource } from './support/terraform';
import { hostileText, seed, someOf } from './support/texts';

const minuteMs = 60_000;
const plain = resolveDeployment(valid);
const texts = someOf(hostileText, 400).filter((text) => text !== '');
const ttls = fc.tuple(
  fc.integer({ min: 1, max: vaultMaxTtlSeconds }),
  fc.integer({ min: 1, max: vaultMaxTtlSeconds }),
);

/** A deployment whose files hold these texts, and whose roles have these TTLs. */
function holding(held: readonly string[]): Deployment {
  const [reader] = plain.roles;
  if (reader === undefined) throw new Error('the valid deployment has a role');
  const times = someOf(ttls, held.length);
  return {
    ...plain,
    policies: held.map((hcl, index) => ({ name: `policy-${index}`, hcl })),
    roles: held.map((creationSql, index) => ({
      ...reader,
      name: `role-${index}`,
      creationSql,
      revocationSql: held.at(-1 - index) ?? '',
      defaultTtlSeconds: times[index]?.[0] ?? 0,
      maxTtlSeconds: times[index]?.[1] ?? 0,
    })),
  };
}

describe(`what Terraform understands (seed ${seed})`, () => {
  const accepted = texts.filter((text) => textProblem(text) === undefined);
  // Of the others, the reason is not Terraform.
  const refused = texts.filter((text) => textProblem(text) !== undefined && !/\0|TfToken\[/.test(text));
  const configurations: Configuration[] = [];
  const planned = async (deployment: Deployment) => {
    const configuration = new Configuration(await toolChain());
    configurations.push(configuration);
    configuration.add(Access, deployment);
    configuration.add(Database, deployment);
    await configuration.validate();
    return configuration.plan();
  };
  afterAll(() => configurations.forEach((configuration) => configuration.remove()));

  it('are enough texts of both kinds', () => {
    expect(accepted.length).toBeGreaterThan(200);
    expect(refused.length).toBeGreaterThan(10);
  });

  it(
    'is each text and each TTL as it stands',
    async () => {
      const deployment = holding(accepted);
      const resources = await planned(deployment);
      expect(policiesOf(resources)).toEqual(new Map(deployment.policies.map(({ name, hcl }) => [name, hcl])));
      const roles = byName(resources, 'vault_database_secret_backend_role');
      for (const role of deployment.roles) {
        expect(roles.get(role.name)).toMatchObject({
          creation_statements: [role.creationSql],
          revocation_statements: [role.revocationSql],
          default_ttl: role.defaultTtlSeconds,
          max_ttl: role.maxTtlSeconds,
        });
      }
    },
    2 * minuteMs,
  );

  it(
    'is another text, where validation says so and refuses it',
    async () => {
      const deployment = holding(refused);
      const policies = policiesOf(await planned(deployment));
      const unchanged = deployment.policies.filter(({ name, hcl }) => policies.get(name) === hcl);
      expect(unchanged).toEqual([]);
    },
    2 * minuteMs,
  );

  it(
    'are all names that a deployment may have',
    async () => {
      const configuration = new Configuration(await toolChain());
      configurations.push(configuration);
      for (const property of properties) {
        for (const name of acceptedNames(property).slice(0, 6)) {
          const deployment = resolveDeployment(naming[property](name) as DeploymentProps);
          for (const Stack of [Containers, Access, Database]) configuration.add(Stack, deployment);
        }
      }
      await configuration.validate();
    },
    3 * minuteMs,
  );
});

function byName(resources: readonly PlannedResource[], type: string): Map<unknown, Record<string, unknown>> {
  const ofType = resources.filter((resource) => resource.type === type);
  return new Map(ofType.map(({ values }) => [values['name'], values]));
}

function policiesOf(resources: readonly PlannedResource[]): Map<unknown, unknown> {
  return new Map([...byName(resources, 'vault_policy')].map(([name, values]) => [name, values['policy']]));
}
