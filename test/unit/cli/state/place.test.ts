import { isSamePlace, placeInWords, placeOf } from '../../../../cli/state/place';
import { caught } from '../../support/caught';

const at = (text: string | undefined) => placeOf({ pg: {} }, text === undefined ? {} : { PG_CONN_STR: text });

describe('the place of a state in PostgreSQL', () => {
  it('is its host, port and database, without who logs in', () => {
    const place = at('postgres://u:hunter2@state.example.com/states?sslmode=verify-full');
    expect(place).toEqual({ state: { pg: {} }, server: 'state.example.com:5432/states' });
    expect(placeInWords(place, 'folder')).toBe('PostgreSQL at state.example.com:5432/states');
  });

  it('is the same whoever logs in, and another one on another server', () => {
    const place = at('postgres://u:p@127.0.0.1:5433/states');
    expect(isSamePlace(place, at('postgresql://v:q@127.0.0.1:5433/states?sslmode=disable'))).toBe(true);
    expect(isSamePlace(place, at('postgres://u:p@127.0.0.1:5434/states'))).toBe(false);
    expect(isSamePlace({ ...place, stacks: ['access'] }, place)).toBe(true);
  });

  it.each([
    [undefined, 'PG_CONN_STR is not set'],
    ['host=h password=hunter2', 'PG_CONN_STR is no URL of a PostgreSQL'],
    ['https://u:hunter2@h/d', 'PG_CONN_STR is no URL of a PostgreSQL'],
    ['postgres://u:hunter2@h/d', 'PG_CONN_STR has no sslmode=verify-full'],
    ['postgres://u:hunter2@h/d?sslmode=require', 'PG_CONN_STR has no sslmode=verify-full'],
  ])('is refused of %s', (text, why) => {
    const problem = caught(() => at(text));
    expect(problem).toMatchObject({ exitCode: 64, why: expect.stringContaining(why) as string });
    expect((problem as Error).message).not.toContain('hunter2');
  });
});

describe('another place', () => {
  it.each([
    [undefined, 'folder'],
    [{ s3: { bucket: 'ours', region: 'eu-west-1' } }, 'the S3 bucket ours'],
    [{ hcp: { organization: 'ours' } }, 'the organization ours at app.terraform.io'],
  ])('%j is told as %s', (state, words) => {
    expect(placeInWords(placeOf(state, {}), 'folder')).toBe(words);
  });
});
