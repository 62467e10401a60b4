import { changesSaid, changesShown, errorsSaid } from '../../../steps/planned-changes';

/** As Terraform 1.11.4 says it. */
function planned(address: string, action: string, reason?: string): object {
  const [type = ''] = address.split('.');
  return {
    '@level': 'info',
    '@message': `${address}: Plan to ${action}`,
    type: 'planned_change',
    change: { resource: { addr: address, resource_type: type }, action, ...(reason && { reason }) },
  };
}

const lines = (...messages: readonly object[]) =>
  messages.map((message) => `${JSON.stringify(message)}\n`).join('');

const role = 'vault_database_secret_backend_role.reader';
const summary = { type: 'change_summary', changes: { add: 1, change: 0, remove: 0, operation: 'plan' } };

function shownPlan(change: object, more: object = {}): string {
  const [type] = role.split('.');
  return JSON.stringify({ resource_changes: [{ address: role, type, change, ...more }] });
}

const never = () => Promise.reject(new Error('asked to be shown the plan'));

describe('what Terraform says while it plans', () => {
  it.each([
    ['create', ['create']],
    ['update', ['update']],
    ['delete', ['delete']],
    ['replace', ['delete', 'create']],
  ])('is a change: %s', (action, actions) => {
    const [change] = changesSaid(lines({ type: 'version' }, planned(role, action), summary), never);
    expect(change).toMatchObject({
      address: role,
      type: 'vault_database_secret_backend_role',
      actions,
      isTainted: false,
    });
  });

  it.each(['noop', 'read', 'move', 'import'])('changes nothing: %s', (action) => {
    expect(changesSaid(lines(planned(role, action)), never)).toEqual([]);
  });

  it('tells one that was left half made from others that are replaced', () => {
    const said = lines(planned(role, 'replace', 'tainted'), planned(`${role}2`, 'replace', 'cannot_update'));
    expect(changesSaid(said, never).map(({ isTainted }) => isTainted)).toEqual([true, false]);
  });

  it('is asked once for what the changes are to be, and only where somebody wants to know', async () => {
    let asked = 0;
    const shown = () => {
      asked += 1;
      return Promise.resolve(shownPlan({ actions: ['create'], after: { name: 'reader' } }));
    };
    const said = lines(planned(role, 'create'), planned(`${role}2`, 'delete'));
    const [made, gone] = changesSaid(said, shown);
    expect(asked).toBe(0);
    expect(await made?.after()).toEqual({ name: 'reader' });
    expect(await gone?.after()).toEqual({});
    expect(asked).toBe(1);
  });
});

describe('a plan that is shown', () => {
  it('has the same', async () => {
    const [change] = changesShown(shownPlan({ actions: ['update'], after: { name: 'reader' } }));
    expect(change).toMatchObject({ address: role, actions: ['update'], isTainted: false });
    expect(await change?.after()).toEqual({ name: 'reader' });
  });

  it.each([[['no-op']], [['read']]])('changes nothing: %j', (actions) => {
    expect(changesShown(shownPlan({ actions, after: {} }))).toEqual([]);
  });

  it('tells one that was left half made', () => {
    const change = { actions: ['delete', 'create'], after: {} };
    const [tainted] = changesShown(shownPlan(change, { action_reason: 'replace_because_tainted' }));
    expect(tainted).toMatchObject({ isTainted: true });
  });
});

describe('the errors of a plan', () => {
  const error = (diagnostic: object) => ({ '@level': 'error', type: 'diagnostic', diagnostic });

  it('are told as to a person, with where they are', () => {
    const said = lines(
      { type: 'version' },
      error({ severity: 'warning', summary: 'Old', detail: 'Of no matter.' }),
      error({ severity: 'error', summary: 'No answer', detail: 'Vault is away.', address: role }),
      error({ severity: 'error', summary: 'Also bad' }),
    );
    expect(errorsSaid(said)).toBe(`Error: No answer\n  with ${role}\nVault is away.\nError: Also bad\n`);
  });

  it('are none where what is said is no message', () => {
    expect(errorsSaid('Killed\n12\nnull\n')).toBe('');
  });
});
