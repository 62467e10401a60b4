import { fromPlan, type RawPlan } from '../../../constructs/guardrails/sources/plan';
import { notKnown, Reference } from '../../../constructs/guardrails/checked';
import { rules } from '../../../constructs/guardrails/rules';
import { protectedData } from '../../../constructs/guardrails/rules/protected-data';

type Change = NonNullable<RawPlan['resource_changes']>[number];

const change = (type: string, actions: string[], before: object | null, after: object | null): Change => ({
  address: `${type}.x`,
  mode: 'managed',
  type,
  change: { actions, before: before as never, after: after as never },
});

/** A connection in a module that is called twice, fed from the root. */
const moduled: RawPlan = {
  variables: { plain: { value: 'hunter2-of-nobody' } },
  resource_changes: [
    {
      address: 'module.pg["a.b[0]"].vault_database_secret_backend_connection.pg[0]',
      mode: 'managed',
      type: 'vault_database_secret_backend_connection',
      change: {
        actions: ['create'],
        before: null,
        after: { name: 'pg', allowed_roles: ['reader'], postgresql: [{ username: 'u', password_wo: null }] },
        after_unknown: { id: true, plugin_name: true, postgresql: [{ password_wo_version: true }] },
      },
    },
  ],
  configuration: {
    root_module: {
      variables: { plain: {}, ephemeral: {}, withDefault: { default: 'x' } },
      module_calls: {
        pg: {
          expressions: { first: { references: ['var.plain'] }, second: { references: ['var.ephemeral'] } },
          module: {
            variables: { first: {}, second: {} },
            resources: [
              {
                address: 'vault_database_secret_backend_connection.pg',
                mode: 'managed',
                expressions: {
                  name: { constant_value: 'pg' },
                  postgresql: [
                    { password_wo: { references: ['var.first'] }, username: { constant_value: 'u' } },
                  ],
                },
              },
            ],
          },
        },
      },
    },
  },
};

describe("a plan's resources", () => {
  const [resource] = fromPlan(moduled).resources;

  it('are found in the configuration, whatever their indexes', () => {
    expect(resource?.module).toBe('module.pg');
    expect(resource?.given).toEqual({
      name: 'pg',
      postgresql: [{ password_wo: new Reference(['var.first']), username: 'u' }],
    });
  });

  it('have what only an apply tells marked', () => {
    expect(resource?.values).toEqual({
      id: notKnown,
      plugin_name: notKnown,
      name: 'pg',
      allowed_roles: ['reader'],
      postgresql: [{ username: 'u', password_wo: null, password_wo_version: notKnown }],
    });
  });

  it('are fed by variables that are followed through modules', () => {
    const said = rules.flatMap((rule) => rule.check(fromPlan(moduled)).map(({ message }) => message));
    expect(said).toEqual([
      'postgresql.password_wo comes from var.plain, which is not ephemeral: a plan holds it',
    ]);
  });

  it('have what JSON writes as a template told as a reference', () => {
    const plan: RawPlan = {
      resource_changes: [change('vault_policy', ['create'], null, { name: 'p' })],
      configuration: {
        root_module: {
          resources: [
            {
              address: 'vault_policy.x',
              expressions: {
                name: {
                  constant_value: '${vault_mount.m.path}',
                  references: ['vault_mount.m.path', 'vault_mount.m'],
                },
              },
            },
          ],
        },
      },
    };
    expect(fromPlan(plan).resources[0]?.given).toEqual({ name: new Reference(['vault_mount.m.path']) });
  });

  it('are not those that are read or that go', () => {
    const plan = {
      resource_changes: [
        { ...change('vault_policy', ['read'], null, { name: 'p' }), mode: 'data' },
        change('docker_container', ['delete'], { name: 'c' }, null),
      ],
    };
    expect(fromPlan(plan).resources).toEqual([]);
  });
});

describe("a plan's variables", () => {
  it('are ephemeral where the plan keeps no value, and may be where it shows the default', () => {
    const plan: RawPlan = {
      variables: { plain: { value: 'x' }, withDefault: { value: 'd' }, changed: { value: 'e' } },
      configuration: {
        root_module: {
          variables: { plain: {}, kept: {}, withDefault: { default: 'd' }, changed: { default: 'd' } },
        },
      },
    };
    const found = fromPlan(plan).variables.map(({ address, isEphemeral }) => [address, isEphemeral]);
    expect(found).toEqual([
      ['var.plain', false],
      ['var.kept', true],
      ['var.withDefault', undefined],
      ['var.changed', false],
    ]);
  });
});

describe("a plan's providers", () => {
  it('have the values of the variables that they name', () => {
    const plan: RawPlan = {
      variables: { addr: { value: 'http://vault.example:8200' } },
      configuration: {
        provider_config: {
          'vault.second': {
            name: 'vault',
            alias: 'second',
            expressions: { address: { references: ['var.addr'] } },
          },
          'module.m:vault': {
            name: 'vault',
            module_address: 'module.m',
            expressions: { address: { references: ['var.addr'] }, skip_tls_verify: { constant_value: true } },
          },
        },
      },
    };
    expect(fromPlan(plan).providers.map(({ address, values }) => [address, values])).toEqual([
      ['provider.vault.second', { address: 'http://vault.example:8200' }],
      ['module.m.provider.vault', { address: notKnown, skip_tls_verify: true }],
    ]);
  });
});

describe('protected-data', () => {
  const said = (...changes: Change[]) => protectedData.check(fromPlan({ resource_changes: changes }));

  it('gives the message that its page shows', () => {
    const one = {
      ...change('docker_volume', ['delete'], { name: 'data' }, null),
      address: 'docker_volume.data',
    };
    expect(said(one)).toEqual([protectedData.example]);
  });

  it.each([
    ['docker_volume', {}, 'is replaced, with all data on it'],
    [
      'vault_database_secret_backend_connection',
      {},
      'is replaced, with the password that Vault rotated and nobody else has',
    ],
    [
      'vault_mount',
      { type: 'database' },
      'is replaced, with its connections, their rotated passwords, its roles and all leases',
    ],
    [
      'vault_database_secrets_mount',
      {},
      'is replaced, with its connections, their rotated passwords, its roles and all leases',
    ],
  ])('finds a %s that is replaced, in either order', (type, before, message) => {
    const replaced = [
      ['delete', 'create'],
      ['create', 'delete'],
    ];
    for (const actions of replaced)
      expect(said(change(type, actions, before, before))).toEqual([{ address: `${type}.x`, message }]);
  });

  it.each([
    ['a volume that is made', change('docker_volume', ['create'], null, {})],
    ['a volume that stays', change('docker_volume', ['no-op'], {}, {})],
    ['a connection that changes', change('vault_database_secret_backend_connection', ['update'], {}, {})],
    ['a mount that is no database', change('vault_mount', ['delete'], { type: 'kv' }, null)],
    ['a container', change('docker_container', ['delete', 'create'], {}, {})],
    ['a volume that Terraform forgets', change('docker_volume', ['forget'], {}, null)],
  ])('lets be: %s', (_, one) => {
    expect(said(one)).toEqual([]);
  });
});
