import { parsePlanJson } from '../../../../review/plan/plan-json';
import { readPlan } from '../../../../review/plan/read-plan';

const secret = 'hunter2-canary';

function planOf(change: object, more: object = {}) {
  const resource = { address: 'x.y', mode: 'managed', type: 'x', name: 'y', change, ...more };
  return readPlan(
    'stack',
    parsePlanJson(JSON.stringify({ format_version: '1.2', resource_changes: [resource] }), 'p'),
  );
}

describe('a plan, read', () => {
  it('hides what Terraform marks, on both sides, and says that it changes', () => {
    const plan = planOf({
      actions: ['update'],
      before: { password: secret, nested: [{ key: secret, open: 1 }], same: secret },
      after: { password: `${secret}2`, nested: [{ key: secret, open: 2 }], same: secret },
      before_sensitive: { password: true, nested: [{ key: true }], same: true },
      after_sensitive: { nested: [{}] },
    });
    expect(JSON.stringify(plan)).not.toContain(secret);
    expect(plan.resources[0]).toMatchObject({
      action: 'update',
      before: { password: '(sensitive)', nested: [{ key: '(sensitive)', open: 1 }] },
      after: { password: '(sensitive)', nested: [{ key: '(sensitive)', open: 2 }] },
      changedSecrets: ['password'],
    });
  });

  it('says where in a block a secret changes', () => {
    const plan = planOf({
      actions: ['update'],
      before: { nested: [{ key: secret, other: secret }] },
      after: { nested: [{ key: `${secret}2`, other: secret }] },
      before_sensitive: { nested: [{ key: true, other: true }] },
      after_sensitive: { nested: [{ key: true, other: true }] },
    });
    expect(plan.resources[0]?.changedSecrets).toEqual(['nested', 'nested.0.key']);
  });

  it('hides a whole value that is marked', () => {
    const plan = planOf({
      actions: ['create'],
      before: null,
      after: { a: { b: secret } },
      after_sensitive: { a: true },
    });
    expect(plan.resources[0]?.after).toEqual({ a: '(sensitive)' });
  });

  it.each([
    [`postgresql://root:${secret}@db:5432/x`, 'postgresql://root:(sensitive)@db:5432/x'],
    [`root:${secret}@tcp(db:3306)/x`, 'root:(sensitive)@tcp(db:3306)/x'],
    [`host=db password=${secret} user=x`, 'host=db password=(sensitive) user=x'],
    [`host=db password='a ${secret}' user=x`, 'host=db password=(sensitive) user=x'],
    ['{{username}}:{{password}}@tcp(db)/x', '{{username}}:{{password}}@tcp(db)/x'],
    [`CREATE ROLE x PASSWORD '{{password}}'`, `CREATE ROLE x PASSWORD '{{password}}'`],
    [`POSTGRES_PASSWORD=${secret}`, 'POSTGRES_PASSWORD=(sensitive)'],
    [`VAULT_TOKEN=${secret}`, 'VAULT_TOKEN=(sensitive)'],
    ['postgresql://{{username}}:{{password}}@db/x', 'postgresql://{{username}}:{{password}}@db/x'],
    ['POSTGRES_PASSWORD_FILE=/run/secrets/x', 'POSTGRES_PASSWORD_FILE=/run/secrets/x'],
    ['https://vault:8200', 'https://vault:8200'],
  ])('hides what no provider marks: %s', (text, shown) => {
    const plan = planOf({ actions: ['create'], before: null, after: { env: [text] } });
    expect(plan.resources[0]?.after).toEqual({ env: [shown] });
  });

  it.each([
    [['no-op'], 'no-op'],
    [['create'], 'create'],
    [['update'], 'update'],
    [['delete'], 'delete'],
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['forget'], 'forget'],
  ])('%j is %s', (actions, action) => {
    expect(planOf({ actions, before: {}, after: {} }).resources[0]?.action).toBe(action);
  });

  it('says why something is replaced, and what only an apply tells', () => {
    const plan = planOf(
      {
        actions: ['delete', 'create'],
        before: { a: 1 },
        after: { a: 2 },
        after_unknown: { id: true },
        replace_paths: [['a'], ['b', 0]],
      },
      { action_reason: 'replace_because_cannot_update' },
    );
    expect(plan.resources[0]).toMatchObject({
      reason: 'replace_because_cannot_update',
      unknown: ['id'],
      replacedBy: ['a', 'b'],
    });
  });

  it('leaves out what is only read', () => {
    expect(planOf({ actions: ['read'], before: null, after: {} }, { mode: 'data' }).resources).toEqual([]);
  });

  it.each([
    ['not JSON', '{', 'it is not JSON'],
    ['a state', '{"version":4}', 'format_version'],
    ['a list', '[]', 'expected object'],
  ])('refuses %s, with what to do', (_title, text, why) => {
    expect(() => parsePlanJson(text, 'plan.json')).toThrow(
      expect.objectContaining({
        exitCode: 64,
        why: expect.stringContaining(why) as string,
        where: 'plan.json',
      }) as Error,
    );
  });
});
