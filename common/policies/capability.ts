/** Vault's capabilities, in the order in which people read them. */
export const capabilities = [
  'create',
  'read',
  'update',
  'patch',
  'delete',
  'list',
  'sudo',
  'subscribe',
  'recover',
  'deny',
] as const;
export type Capability = (typeof capabilities)[number];

/** A policy's `policy = "…"`, from before there were capabilities (Vault 1.21.1, `parsePaths`). */
export const capabilitiesOfWord: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

/** In the order of `capabilities`, each once. */
export function inOrder(some: Iterable<Capability>): readonly Capability[] {
  const set = new Set(some);
  return capabilities.filter((capability) => set.has(capability));
}
