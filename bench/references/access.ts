import { inProject } from '../../common/project';
import type { Tools } from '../../toolchain';
import type { ReferenceLogin } from '../systems/reference-login';
import { vaultOfBench, type Vault } from '../systems/vault';

/** Where the references keep what they make. */
export const referenceFolder = inProject('.dbvault/bench-references');

/** What a reference works with: the deployment's own Vault and PostgreSQL, and the same Terraform and providers. */
export interface ReferenceAccess {
  readonly tools: Tools;
  readonly operator: Vault;
  readonly login: ReferenceLogin;
  readonly limitSeconds: number;
  /** Of its programs. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function referenceAccess(
  tools: Tools,
  operator: Vault,
  login: ReferenceLogin,
  limitSeconds: number,
): ReferenceAccess {
  return {
    tools,
    operator,
    login,
    limitSeconds,
    env: {
      ...tools.env,
      CHECKPOINT_DISABLE: '1',
      VAULT_ADDR: vaultOfBench.address,
      VAULT_CACERT: vaultOfBench.caFile,
      VAULT_TOKEN: operator.token,
      VAULT_NAMESPACE: undefined,
      TF_VAR_password: login.password,
      TF_LOG: undefined,
      TF_CLI_ARGS: undefined,
    },
  };
}
