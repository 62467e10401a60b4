import { isAllowed } from '../../leaks/allowed';

describe('isAllowed', () => {
  const form = 'in clear';
  it.each([
    ['key share 0', '.dbvault/x/keys/vault-keys.json'],
    ['the first password', '.dbvault/x/first-password'],
    ['the password of v-one', 'stdout of dbvault creds'],
    ['a token of db-admin', 'stdout of dbvault token'],
    ['a token of db-admin', 'the environment of terraform: VAULT_TOKEN'],
    ["'token' of /v1/auth/approle/role/app/secret-id", '.dbvault/x/app/wrapped-secret-id'],
  ])('lets %s stand in %s', (secret, place) => {
    expect(isAllowed({ secret, form, place })).toBe(true);
  });

  it.each([
    ['key share 0', '.dbvault/x/journal.jsonl'],
    ['key share 0', '.dbvault/x/first-password'],
    ["'secret_id' of /v1/sys/wrapping/unwrap", '.dbvault/x/app/wrapped-secret-id'],
    ['a token of app', '.dbvault/x/app/wrapped-secret-id'],
    ['the root token', 'stdout of dbvault creds'],
    ['the password of v-one', 'stderr of dbvault creds'],
    ['the password of v-one', 'stdout of dbvault verify'],
    ['a token of db-admin', 'the environment of docker: VAULT_TOKEN'],
    ['a token of db-admin', 'argument 2 of terraform'],
    ['the first password', 'the environment of docker: TF_VAR_my_postgres_database_password'],
  ])('does not let %s stand in %s', (secret, place) => {
    expect(isAllowed({ secret, form, place })).toBe(false);
  });
});
