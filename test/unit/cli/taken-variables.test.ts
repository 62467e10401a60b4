import { takeStateLogin } from '../../../cli/taken-variables';

const variables = { PG_CONN_STR: 'pg', PGPASSWORD: 'pw', AWS_SECRET_ACCESS_KEY: 'aws', TF_TOKEN_x: 'hcp' };

beforeEach(() => {
  Object.assign(process.env, variables);
});

afterEach(() => {
  for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
});

describe('what opens the place of the state', () => {
  it.each([
    [{ pg: {} }, ['PGPASSWORD', 'PG_CONN_STR']],
    [{ s3: { bucket: 'ours', region: 'eu-west-1' } }, ['AWS_SECRET_ACCESS_KEY']],
    [{ hcp: { organization: 'ours' } }, ['TF_TOKEN_x']],
    [undefined, []],
  ])('of %j is taken out of the environment, and no more', (state, taken) => {
    const login = takeStateLogin(state);
    const own = Object.keys(login).filter((name) => name in variables);
    expect(own.sort()).toEqual(taken);
    const left = Object.keys(variables).filter((name) => name in process.env);
    expect(left).toEqual(Object.keys(variables).filter((name) => !(taken as string[]).includes(name)));
  });
});
