import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as tls } from './e2e-tls';

/** `e2e-tls` as it would be without TLS. */
export const deployment: DeploymentProps = {
  ...tls,
  tls: 'off',
  waivers: [{ rule: 'tls', reason: 'the test goes from TLS to none and back', until: '2029-12-31' }],
};
