import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as tls } from './e2e-tls';

const folder = process.env['E2E_TLS_GIVEN'] ?? '';
const server = (name: string) => ({
  certificateFile: `${folder}/${name}.crt`,
  keyFile: `${folder}/${name}.key`,
});

/** `e2e-tls` with certificates of another CA. */
export const deployment: DeploymentProps = {
  ...tls,
  tls: { caFile: `${folder}/ca.crt`, vault: server('vault'), postgres: server('postgres') },
};
