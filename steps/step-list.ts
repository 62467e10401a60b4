/**
 * Every step that changes something outside this process, in the order of a run. The journal takes no other name,
 * and the fault tests kill a run at each boundary of each of them.
 */
export const upSteps = [
  'apply containers',
  'load certificates',
  'initialize',
  'unseal',
  'register plugin',
  'apply access',
  'make app identity',
  'reset root password',
  'apply database',
  'rotate root',
  'drop orphans',
  'verify',
] as const;

export const destroySteps = [
  'stop issuing',
  'revoke leases',
  'destroy database',
  'remove containers',
  'delete data',
] as const;

export const recoverSteps = [
  'generate root',
  'rekey',
  'archive keys',
  'empty vault',
  'remove unknown containers',
  'adopt database',
  'drop leases',
  'repair connection',
] as const;

export const backupSteps = ['write backup'] as const;

/** `restore` is begun before the others and done after them, so that a later run knows that it was cut off. */
export const restoreSteps = [
  'restore',
  'restore snapshot',
  'put back keys',
  'put back state',
  'revoke stale leases',
] as const;

export type StepName =
  | (typeof upSteps)[number]
  | (typeof destroySteps)[number]
  | (typeof recoverSteps)[number]
  | (typeof backupSteps)[number]
  | (typeof restoreSteps)[number];
