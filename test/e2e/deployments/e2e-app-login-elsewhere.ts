import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as here } from './e2e-app-login';

/** `e2e-app-login`, whose application is to be where this machine is not. */
export const deployment: DeploymentProps = { ...here, application: { cidrs: ['203.0.113.0/24'] } };
