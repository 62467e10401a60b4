/**
 * Every step that changes something outside this process, under the verb that it is named for, in the order of a run.
 * The journal takes no other name, and the fault tests kill a run at each boundary of each of them.
 */
export const stepsOf = {
  up: [
    'apply containers',
    'load certificates',
    'initialize',
    'unseal',
    'generate root',
    'register plugin',
    'apply access',
    'make logins',
    'make app identity',
    'prepare database',
    'apply database',
    'rotate root',
    'drop orphans',
    'verify',
    'revoke root',
  ],
  /** Where Vault has several. */
  nodes: ['take in node'],
  destroy: ['stop issuing', 'revoke leases', 'destroy database', 'remove containers', 'delete data'],
  recover: [
    'rekey',
    'archive keys',
    'empty vault',
    'remove unknown containers',
    'adopt database',
    'drop leases',
    'repair connection',
  ],
  'app-identity': ['end identity', 'hand over'],
  'rotate-audit-log': ['rotate audit log'],
  backup: ['write backup'],
  /** `restore` is begun before the others and done after them, so that a later run knows that it was cut off. */
  restore: ['restore', 'restore snapshot', 'put back keys', 'put back state', 'revoke stale leases'],
} as const;

export type StepName = (typeof stepsOf)[keyof typeof stepsOf][number];
