import { terraformDrift, untold } from '../../../../review/drift/terraform';
import type { Plan, ResourceChange, Values } from '../../../../review/plan/plan';
import type { DriftFinding } from '../../../../review/report/report';
import { planOf, resource } from '../support/changes';
import { inLine, ways } from './support/ways';

/** Somebody changed it from `declared` to `live`; the plan puts it back. */
function changed(address: string, declared: Values, live: Values, more: Partial<ResourceChange> = {}): Plan {
  const drift = [resource(address, 'update', declared, live)];
  return { ...planOf('access', resource(address, 'update', live, declared, more)), drift };
}

function gone(address: string, values: Values): Plan {
  const drift = [resource(address, 'delete', values, null)];
  return { ...planOf('access', resource(address, 'create', null, values)), drift };
}

const login = { role_name: 'plan' };
const role = { name: 'db-app' };

describe('what Terraform found changed', () => {
  it.each<[string, Plan, string[]]>([
    [
      "a login's policies",
      changed(
        'vault_approle_auth_backend_role.plan',
        { ...login, token_policies: ['plan'], token_ttl: 1200 },
        { ...login, token_policies: ['plan', 'root'], token_ttl: 7200 },
      ),
      [
        'high AppRole plan: token_policies ["plan"] → token_policies ["plan","root"]',
        'medium AppRole plan: token_ttl 1200 → token_ttl 7200',
      ],
    ],
    [
      'a login without a secret_id',
      changed(
        'vault_approle_auth_backend_role.plan',
        { ...login, bind_secret_id: true },
        { ...login, bind_secret_id: false },
      ),
      ['critical AppRole plan: bind_secret_id true → bind_secret_id false'],
    ],
    [
      'the SQL of a role',
      changed(
        'vault_database_secret_backend_role.db-app',
        { ...role, creation_statements: ['CREATE ROLE a'] },
        { ...role, creation_statements: ['CREATE ROLE a SUPERUSER'] },
      ),
      [
        'high role db-app: creation_statements ["CREATE ROLE a"] → creation_statements ["CREATE ROLE a SUPERUSER"]',
      ],
    ],
    [
      'the text of a policy',
      changed('vault_policy.app', { name: 'app', policy: 'a\nb' }, { name: 'app', policy: 'a\nb\nc' }),
      ['low policy app: policy 2 lines → policy 3 lines'],
    ],
    [
      'a resource of a kind that nobody foresaw',
      changed('vault_other.one', { name: 'one', a: 1 }, { name: 'one', a: 2 }),
      ['medium resource vault_other.one: a 1 → a 2'],
    ],
    [
      'a volume that is gone',
      gone('docker_volume.data', { name: 'data' }),
      ['critical volume data: there → not there'],
    ],
    [
      'an audit device that is gone',
      gone('vault_audit.file', { path: 'file' }),
      ['high audit device file: there → not there'],
    ],
  ])('tells %s', (_, plan, lines) => {
    expect(terraformDrift([plan], ways).map(inLine)).toEqual(lines);
  });

  it('tells only what the plan puts back', () => {
    const address = 'docker_container.vault';
    const live = { name: 'vault', memory: 2, exit_code: 1 };
    const plan = {
      ...planOf('containers', resource(address, 'update', live, { ...live, memory: 1 })),
      drift: [resource(address, 'update', { name: 'vault', memory: 1, exit_code: 0 }, live)],
    };
    expect(terraformDrift([plan], ways).map(inLine)).toEqual(['medium container vault: memory 1 → memory 2']);
    const settled = { ...plan, resources: [resource(address, 'no-op', {}, {})] };
    expect(terraformDrift([settled], ways)).toEqual([]);
    expect(terraformDrift([{ ...plan, resources: [] }], ways)).toEqual([]);
  });

  it('tells nothing of what the deployment itself changes', () => {
    const plan = planOf('access', resource('vault_policy.app', 'update', { policy: 'a' }, { policy: 'b' }));
    expect(terraformDrift([plan], ways)).toEqual([]);
  });

  it('shows no secret', () => {
    const plan = changed(
      'vault_other.one',
      { token: '(sensitive)' },
      { token: '(sensitive)' },
      { changedSecrets: ['token'] },
    );
    const secret = plan.drift.map((one) => ({ ...one, changedSecrets: ['token'] }));
    expect(terraformDrift([{ ...plan, drift: secret }], ways).map(inLine)).toEqual([
      'medium resource vault_other.one: token (sensitive), another one → token (sensitive)',
    ]);
  });

  it('is left out where another system tells of the same thing', () => {
    const of = (what: string) => ({ what }) as DriftFinding;
    const drift = [of('policy app'), of('container vault'), of('policy app-issuer'), of('container vault-2')];
    expect(untold(drift, [of('policy app'), of('container vault: memory')])).toEqual([
      of('policy app-issuer'),
      of('container vault-2'),
    ]);
  });
});
