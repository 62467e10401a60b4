import { resolveDeployment, type Deployment, type DeploymentProps } from '../../../constructs/deployment';

const props: DeploymentProps = {
  name: 'corpus',
  connections: { pg: {} },
  roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql' } },
};

/** What sets only what it must, and what a case sets besides. */
export function deployment(changes: Partial<DeploymentProps> = {}): Deployment {
  return resolveDeployment({ ...props, ...changes });
}

/** The deployment with a further policy, or with another text of one that it has. */
export function withPolicy(given: Deployment, name: string, edit: string | Edit): Deployment {
  const policies = new Map(given.policies.map((policy) => [policy.name, policy.hcl]));
  policies.set(name, typeof edit === 'string' ? edit : edited(policies.get(name) ?? '', edit));
  return { ...given, policies: [...policies].map(([policy, hcl]) => ({ name: policy, hcl })) };
}

/** The deployment with a further path in a policy. */
export function withPath(
  given: Deployment,
  name: string,
  path: string,
  ...capabilities: readonly string[]
): Deployment {
  const stanza = `\npath "${path}" {\n  capabilities = ${JSON.stringify(capabilities)}\n}\n`;
  return withPolicy(given, name, (hcl) => hcl + stanza);
}

/** The deployment with other SQL of its role. */
export function withSql(
  given: Deployment,
  { creation, revocation }: { readonly creation?: Edit; readonly revocation?: Edit },
): Deployment {
  const roles = given.roles.map((role) => ({
    ...role,
    creationSql: creation === undefined ? role.creationSql : edited(role.creationSql, creation),
    revocationSql: revocation === undefined ? role.revocationSql : edited(role.revocationSql, revocation),
  }));
  return { ...given, roles };
}

type Edit = (text: string) => string;

/** @throws Error where the edit changes nothing, as where it looks for what stands there no more */
export function edited(text: string, edit: Edit): string {
  const result = edit(text);
  if (result === text) throw new Error(`An edit changes nothing in: ${text}`);
  return result;
}
