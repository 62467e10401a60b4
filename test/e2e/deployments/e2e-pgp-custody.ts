import type { DeploymentProps } from '../../../constructs/deployment';
import { deployment as local } from '../../../deployments/local';

/** Three people hold the key shares, and any two of them open Vault; the test makes their keys. */
export const deployment: DeploymentProps = {
  ...local,
  name: 'e2e-pgp-custody',
  vault: { port: 18_310, keyShares: 3, keyThreshold: 2 },
  keys: { pgp: ['alice.asc', 'bob.gpg', 'carol.asc'].map((file) => `test/e2e/keys/${file}`) },
};
