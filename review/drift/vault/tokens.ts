import type { FoundToken, FoundVault } from '../../../common/found/vault';
import { appPolicy, appRoleMount } from '../../../constructs/names';
import { durationInWords } from '../../meaning/in-words';
import { none, type Difference } from '../found-in';
import type { Ways } from '../ways';
import { policiesInWords, severityOfPolicies } from './logins';

export interface DeclaredTokens {
  readonly logins: readonly string[];
  /** Whether the application has a token of its own, without a login. */
  readonly isForApplication: boolean;
}

const rootPolicy = 'root';
const defaultPolicy = 'default';

/** What takes a wrapped answer out, once. */
const wrapping = 'response-wrapping';

/** Tokens that no declared login made. */
export function compareTokens(
  declared: DeclaredTokens,
  found: FoundVault['tokens'],
  policies: FoundVault['policies'],
  ways: Ways,
): Difference[] {
  const root = found.filter((token) => token.policies.includes(rootPolicy));
  const application = found.filter((token) => declared.isForApplication && isForApplication(token));
  const others = found.filter(
    (token) =>
      !token.policies.includes(wrapping) &&
      !root.includes(token) &&
      !application.includes(token) &&
      !isOfLogin(token, declared.logins),
  );
  return [
    ...rootTokens(root.length, ways),
    ...strayTokens(application.length, ways),
    ...others.map((token): Difference => ({
      severity: severityOfPolicies(token.policies, policies),
      what: `token ${token.displayName || token.accessor}`,
      declared: none,
      found: `a token with ${policiesInWords(token.policies)}, made by ${token.path}, that ends ${endOf(token)}`,
      next: ways.asRoot('token', 'revoke', '-accessor', token.accessor),
    })),
  ];
}

function rootTokens(count: number, ways: Ways): Difference[] {
  if (count === 0) return [];
  return [
    {
      severity: 'critical',
      what: 'root tokens',
      declared: none,
      found: `${count}: whoever has one may do everything`,
      next: ways.dbvault('revoke-root'),
    },
  ];
}

function strayTokens(count: number, ways: Ways): Difference[] {
  if (count < 2) return [];
  return [
    {
      severity: 'high',
      what: 'tokens of the application',
      declared: '1',
      found: `${count}: somebody else can be the application`,
      next: `revoke those that the application does not use, by their accessors: ${ways.asRoot('list', 'auth/token/accessors')}`,
    },
  ];
}

function isForApplication({ policies, path, displayName }: FoundToken): boolean {
  const own = policies.filter((name) => name !== defaultPolicy);
  return own.join() === appPolicy && path === 'auth/token/create-orphan' && displayName === 'token-app';
}

function isOfLogin({ path, login }: FoundToken, logins: readonly string[]): boolean {
  return path === `auth/${appRoleMount}/login` && login !== undefined && logins.includes(login);
}

function endOf({ endsInSeconds }: FoundToken): string {
  return endsInSeconds === undefined ? 'never' : `in ${durationInWords(endsInSeconds)}`;
}
