/** What each token may do for itself: Vault's own policy, which Vault writes once, when it is initialized (1.21.1). */
const rights: readonly (readonly [path: string, capabilities: string])[] = [
  ['auth/token/lookup-self', 'read'],
  ['auth/token/renew-self', 'update'],
  ['auth/token/revoke-self', 'update'],
  ['sys/capabilities-self', 'update'],
  ['identity/entity/id/{{identity.entity.id}}', 'read'],
  ['identity/entity/name/{{identity.entity.name}}', 'read'],
  ['sys/internal/ui/resultant-acl', 'read'],
  ['sys/renew', 'update'],
  ['sys/leases/renew', 'update'],
  ['sys/leases/lookup', 'update'],
  ['cubbyhole/*', 'create read update delete list'],
  ['sys/wrapping/wrap', 'update'],
  ['sys/wrapping/lookup', 'update'],
  ['sys/wrapping/unwrap', 'update'],
  ['sys/tools/hash', 'update'],
  ['sys/tools/hash/*', 'update'],
  ['sys/control-group/request', 'update'],
  ['identity/oidc/provider/+/authorize', 'read update'],
];

export const defaultPolicy = {
  name: 'default',
  hcl: rights
    .map(([path, capabilities]) => {
      const list = capabilities.split(' ').map((name) => `"${name}"`);
      return `path "${path}" { capabilities = [${list.join(', ')}] }`;
    })
    .join('\n'),
};
