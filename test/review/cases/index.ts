import type { ReviewCase } from '../support/review-case';
import { accessCases } from './access';
import { containerCases } from './containers';
import { databaseCases } from './database';
import { harmlessDeployments, type HarmlessCase } from './harmless';
import { loginCases } from './logins';
import { orderCases } from './order';
import { plainAccessCases } from './plain-access';
import { plainContainerCases } from './plain-containers';
import { plainDatabaseCases } from './plain-database';
import { harmlessPlain } from './plain-harmless';

/** Changes that a reviewer has to be told of. */
export const cases: readonly ReviewCase[] = [
  ...accessCases,
  ...loginCases,
  ...databaseCases,
  ...containerCases,
  ...orderCases,
  ...plainAccessCases,
  ...plainDatabaseCases,
  ...plainContainerCases,
];

/** Changes that mean nothing. */
export const harmless: readonly HarmlessCase[] = [...harmlessDeployments, ...harmlessPlain];
