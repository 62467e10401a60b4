import type { FoundIdentity, FoundLogin, FoundVault } from '../../../common/found/vault';
import { appRoleMount } from '../../../constructs/names';
import { inWords } from '../../meaning/in-words';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { rulesOf, severityOf } from './rights';

export interface DeclaredLogins {
  readonly all: readonly string[];
  /** Those that this command logs in as: each with one secret_id. */
  readonly operators: readonly string[];
  /** Where that is kept, relative to the project. */
  readonly keyFolder: string;
}

type Policies = FoundVault['policies'];

/** Ways to log in beside the declared ones. */
export function compareAuthMounts(found: FoundVault['authMounts'], ways: Ways): Difference[] {
  return found
    .filter(({ path }) => path !== 'token' && path !== appRoleMount)
    .map(({ path, type }) => ({
      severity: 'high',
      what: `auth mount ${path}`,
      declared: none,
      found: `logins of the kind ${type}`,
      next: ways.asRoot('auth', 'disable', path),
    }));
}

/** AppRoles that nobody declared, and secret_ids that this command does not have. */
export function compareLogins(
  { all, operators, keyFolder }: DeclaredLogins,
  found: FoundVault['logins'],
  policies: Policies,
  ways: Ways,
): Difference[] {
  const byHand = found.filter(({ name }) => !all.includes(name));
  const own = found.filter(({ name }) => operators.includes(name));
  return [
    ...byHand.map(({ name, policies: names }): Difference => ({
      severity: severityOfPolicies(names, policies),
      what: `AppRole ${name}`,
      declared: none,
      found: `a login with ${policiesInWords(names)}`,
      next: ways.asRoot('delete', `auth/${appRoleMount}/role/${name}`),
    })),
    ...own.flatMap((login) => secretIds(login, keyFolder, ways)),
  ];
}

function secretIds({ name, secretIds: count }: FoundLogin, keyFolder: string, ways: Ways): Difference[] {
  const common = { what: `secret_ids of AppRole ${name}`, declared: '1, which this machine keeps' };
  if (count === 0) return [{ ...common, severity: 'low', found: none, next: ways.up }];
  // What is made anew takes the place of all others.
  const next = `rm ${keyFolder}/${name}-login.json; ${ways.up}`;
  return count === 1
    ? []
    : [{ ...common, severity: 'high', found: `${count}: somebody else can log in`, next }];
}

/** Policies that Vault's identity store adds to logins, which neither the logins nor Terraform show. */
export function compareIdentities(
  kind: 'entity' | 'group',
  found: readonly FoundIdentity[],
  policies: Policies,
  ways: Ways,
): Difference[] {
  return found
    .filter(({ policies: names }) => names.length > 0)
    .map(({ id, name, policies: names, logins }) => ({
      severity: severityOfPolicies(names, policies),
      what: `${kind} ${name}`,
      declared: 'no policies',
      found: `${policiesInWords(names)}${logins.length === 0 ? '' : ` for AppRole ${inWords(logins)}`}`,
      next:
        kind === 'entity'
          ? ways.asRoot('write', `identity/entity/id/${id}`, 'policies=')
          : ways.asRoot('delete', `identity/group/id/${id}`),
    }));
}

/** By what the policies allow, as they are in Vault; a right that nobody declared weighs much in any case. */
export function severityOfPolicies(names: readonly string[], policies: Policies): Difference['severity'] {
  if (names.includes('root')) return 'critical';
  const rules = policies.filter(({ name }) => names.includes(name)).flatMap(({ hcl }) => rulesOf(hcl) ?? []);
  return severityOf(rules, 'high');
}

export function policiesInWords(names: readonly string[]): string {
  if (names.length === 0) return 'no policies';
  return `the ${names.length === 1 ? 'policy' : 'policies'} ${inWords(names)}`;
}
