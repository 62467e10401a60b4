import { hostileApplications } from './hostile/application';
import { hostileFiles } from './hostile/files';
import { hostileNames } from './hostile/names';
import { hostileNodes } from './hostile/nodes';
import { hostileNumbers } from './hostile/numbers';
import { hostilePgp } from './hostile/pgp';
import type { HostileDeployment } from './hostile/row';
import { hostileTls } from './hostile/tls';
import { severalProblems } from './hostile/several';
import { hostileTypes } from './hostile/types';
import { hostileWaivers } from './hostile/waivers';

/** Deployments that must be refused before anything is touched, with every line of the refusal. */
export const hostileDeployments: readonly HostileDeployment[] = [
  ...hostileNumbers,
  ...hostileNames,
  ...hostileNodes,
  ...hostileFiles,
  ...hostileTypes,
  ...hostileTls,
  ...hostileApplications,
  ...hostilePgp,
  ...hostileWaivers,
  ...severalProblems,
];
