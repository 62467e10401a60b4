import { loadSqlParser } from '../../../../review/meaning/sql/load-sql-parser';
import type { ResourceChange, Values } from '../../../../review/plan/plan';
import { resource } from '../support/changes';
import { told } from '../support/database';

beforeAll(loadSqlParser);

const address = 'vault_database_secret_backend_static_role.batch';
const role: Values = {
  backend: 'database',
  name: 'batch',
  db_name: 'pg',
  username: 'batch_user',
  rotation_period: 86_400,
  rotation_schedule: '',
  rotation_statements: [`ALTER USER "{{name}}" WITH PASSWORD '{{password}}'`],
};
const update = (after: Values) => resource(address, 'update', role, { ...role, ...after });

describe('what a static role that changes means', () => {
  it.each<[string, ResourceChange[], string[]]>([
    [
      'new',
      [resource(address, 'create', null, role)],
      [
        'high role-added: Vault rotates the password of the database user batch_user by the static role batch, at once: whoever logs in with the one it has cannot any more [created]',
      ],
    ],
    [
      'new, and rotated later',
      [resource(address, 'create', null, { ...role, skip_import_rotation: true })],
      [
        'medium role-added: Vault rotates the password of the database user batch_user by the static role batch, from its first time on [created]',
      ],
    ],
    [
      'gone',
      [resource(address, 'delete', role, null)],
      [
        'high role-removed: The static role batch is gone: the password of the database user batch_user is rotated no more, and nobody can ask for it [deleted]',
      ],
    ],
    [
      'of another user',
      [resource(address, 'replace', role, { ...role, username: 'other' }, { replacedBy: ['username'] })],
      [
        'high role-removed: database/static-creds/batch gives the password of the database user other in pg, rotated at once; database/static-creds/batch, of batch_user in pg, is gone [username]',
      ],
    ],
    [
      'made anew',
      [resource(address, 'replace', role, role, { reason: 'replace_because_tainted' })],
      [
        'medium role-removed: The password of the database user batch_user in pg is rotated at once [replace_because_tainted]',
        `info tainted: ${address} is made anew, since it was made half-way only, or somebody marked it so [replace_because_tainted]`,
      ],
    ],
    [
      'rotated less often',
      [update({ rotation_period: 30 * 86_400 })],
      [
        'high ttl-raised: The password of the database user batch_user lives for 30 days, not 1 day [rotation_period]',
      ],
    ],
    [
      'rotated by a schedule',
      [update({ rotation_period: null, rotation_schedule: '0 0 * * SAT' })],
      [
        "medium credential-changed: The password of the database user batch_user is rotated by the schedule '0 0 * * SAT' [rotation_schedule]",
      ],
    ],
    [
      'rotated by statements that do more',
      [update({ rotation_statements: [`ALTER USER "{{name}}" SUPERUSER PASSWORD '{{password}}'`] })],
      [
        'critical privilege-gained: The database user batch_user may do everything (SUPERUSER) [rotation_statements]',
      ],
    ],
    [
      'rotated by other statements',
      [
        update({
          rotation_statements: [
            `ALTER USER "{{name}}" PASSWORD '{{password}}'; SET LOCAL x.y = 1; RESET x.y`,
          ],
        }),
      ],
      [
        'low credential-changed: The password of the database user batch_user is rotated by other statements [rotation_statements]',
      ],
    ],
    [
      'rotated by the same statements',
      [update({ rotation_statements: [`alter role "{{username}}" password '{{password}}';`] })],
      [],
    ],
    ['as it was', [resource(address, 'no-op', role, role)], []],
  ])('%s', (_, resources, lines) => {
    expect(told(...resources)).toEqual(lines);
  });
});
