import type { PathRule } from '../../../common/policies/parse-policy';
import { listedRights } from '../listed-rights';
import { readPolicies } from '../read-policies';
import type { Rule } from '../rule';

const ownPaths = ['sys/', 'auth/'];

/** No policy reaches further than somebody wrote down on purpose. */
export const policyBreadth: Rule = {
  id: 'policy-breadth',
  title: 'No policy allows everything, or has sudo or a pattern on Vault itself that is not listed',
  severity: 'error',
  why: 'Whoever may write policies, mounts or logins by a pattern may give themselves the rest; sudo passes the protection of the paths that need it.',
  remedy:
    'Name the paths that are needed, and take sudo out; what must stay is listed with its reason in constructs/guardrails/listed-rights.ts',
  example: {
    address: 'vault_policy.wide',
    message: 'policy "wide" has a pattern on Vault itself: "sys/*" (read)',
  },
  check({ resources }) {
    return readPolicies(resources).flatMap(({ address, name, rules, problem }) => {
      const unreadable =
        problem === undefined ? [] : [`cannot be read, as Vault would refuse it: ${problem}`];
      const wide = rules.filter((rule) => !isListed(name, rule)).flatMap(problemsOf);
      return [...unreadable, ...wide].map((message) => ({ address, message: `policy "${name}" ${message}` }));
    });
  },
};

function isListed(policy: string, { path, capabilities }: PathRule): boolean {
  return listedRights.some(
    (right) =>
      right.policy === policy &&
      right.path === path &&
      capabilities.every((capability) => right.capabilities.includes(capability)),
  );
}

function problemsOf({ path, capabilities }: PathRule): string[] {
  const may = capabilities.join(', ');
  if (isEverything(path)) return [`allows ${may} everywhere: "${path}"`];
  const sudo = capabilities.includes('sudo') ? [`has sudo on "${path}"`] : [];
  const isOwn = isPattern(path) && ownPaths.some((own) => reaches(path, own));
  return [...sudo, ...(isOwn ? [`has a pattern on Vault itself: "${path}" (${may})`] : [])];
}

function isPattern(path: string): boolean {
  return path.endsWith('*') || path.split('/').includes('+');
}

/** Whether it takes paths of every mount. */
function isEverything(path: string): boolean {
  return /^(\+\/)*\*$/.test(path);
}

/** Whether a pattern takes a path below a folder of Vault's own, such as `sys/`. */
function reaches(path: string, folder: string): boolean {
  const [first = ''] = path.split('/');
  if (first === '+') return true;
  return path.endsWith('*') && !path.includes('/')
    ? folder.startsWith(path.slice(0, -1))
    : `${first}/` === folder;
}
