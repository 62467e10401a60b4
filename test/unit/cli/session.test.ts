import { openSession } from '../../../cli/session';
import { exitCodes } from '../../../common/problem';
import { caught } from '../support/caught';

const variable = 'TF_VAR_my_postgres_database_password';
const args = { deployment: 'local', json: false };

describe('openSession', () => {
  afterEach(() => {
    delete process.env['NODE_DEBUG'];
    Reflect.deleteProperty(process.env, variable);
  });

  it('refuses to go on where Node would print the tokens of requests', () => {
    process.env['NODE_DEBUG'] = 'http';
    expect(caught(() => openSession(args))).toMatchObject({
      what: 'NODE_DEBUG is set',
      exitCode: exitCodes.usage,
    });
  });

  it('takes the first password out of what started programs inherit', () => {
    process.env[variable] = 'canary';
    openSession(args);
    expect(process.env[variable]).toBeUndefined();
  });
});
