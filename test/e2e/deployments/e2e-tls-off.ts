import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as tls } from './e2e-tls';

/** `e2e-tls` as it would be without TLS. */
export const deployment: DeploymentProps = { ...tls, tls: 'off' };
