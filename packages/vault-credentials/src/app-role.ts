import { readFileSync } from 'node:fs';
import { VaultCredentialsError } from './error';
import { authOf, asTtl, type LoginMethod, type VaultToken } from './login';
import { dataOf, numberIn, textIn, type VaultApi } from './vault-api';

export interface AppRoleProps {
  /** File with the role_id, which is no secret. */
  readonly roleIdFile: string;
  /** File with the token that unwraps the secret_id, once. Whoever hands over another one writes it there. */
  readonly wrappedSecretIdFile: string;
  /** Where the secret_id must have been wrapped. @default `auth/approle/role/app/secret-id` */
  readonly creationPath?: string;
  /** Where AppRole is mounted. @default `approle` */
  readonly mount?: string;
}

/** An AppRole login with a response-wrapped secret_id, which nobody has seen before. */
export function appRole(props: AppRoleProps): LoginMethod {
  const handOver = new HandOver(props);
  return { logIn: (vault) => handOver.logIn(vault) };
}

class HandOver {
  /** The last one that was read from the file. */
  #wrapping = '';
  /** Whether unwrapping was begun: Vault may have done so, and its answer been lost. */
  #isBegun = false;
  #secretId: { readonly value: string; readonly isUsedUp: boolean } | undefined;
  /** Why nothing can come of the last one any more. */
  #end: VaultCredentialsError | undefined;

  constructor(private readonly props: AppRoleProps) {}

  async logIn(vault: VaultApi): Promise<VaultToken> {
    const roleId = read(this.props.roleIdFile);
    this.#look();
    if (this.#end !== undefined) throw this.#end;
    try {
      this.#secretId ??= await this.#unwrap(vault);
      return await this.#logInWith(vault, roleId, this.#secretId);
    } catch (error) {
      if (error instanceof VaultCredentialsError && !error.isTransient) this.#end = error;
      throw error;
    }
  }

  #look(): void {
    const wrapping = read(this.props.wrappedSecretIdFile);
    if (wrapping === this.#wrapping) return;
    this.#wrapping = wrapping;
    this.#isBegun = false;
    this.#secretId = undefined;
    this.#end = undefined;
  }

  async #unwrap(vault: VaultApi): Promise<{ value: string; isUsedUp: boolean }> {
    const { creationPath = 'auth/approle/role/app/secret-id', wrappedSecretIdFile } = this.props;
    const wasBegun = this.#isBegun;
    const body = { token: this.#wrapping };
    const lookUp = vault.send({ method: 'PUT', path: 'sys/wrapping/lookup', body });
    const found = await lookUp.catch((error: unknown) => {
      throw isNo(error) ? (wasBegun ? cutOff() : this.#taken()) : error;
    });
    const madeAt = textIn(dataOf(found), 'creation_path');
    if (madeAt !== creationPath) {
      throw new VaultCredentialsError(
        'wrong-wrapping',
        `ALARM: what lies in ${wrappedSecretIdFile} was wrapped at ${madeAt}, and not at ${creationPath}: somebody put it there. It was not unwrapped`,
      );
    }
    this.#isBegun = true;
    const unwrap = vault.send({ method: 'PUT', path: 'sys/wrapping/unwrap', token: this.#wrapping });
    const data = dataOf(
      await unwrap.catch((error: unknown) => {
        throw isNo(error) ? this.#taken() : error;
      }),
    );
    return { value: textIn(data, 'secret_id'), isUsedUp: data['secret_id_num_uses'] === 1 };
  }

  /** The alarm that wrapping is for. */
  #taken(): VaultCredentialsError {
    return new VaultCredentialsError(
      'secret-id-taken',
      `ALARM: what lies in ${this.props.wrappedSecretIdFile} cannot be unwrapped: somebody else did so already, or it has expired. Unless it is too old, treat the secret_id as stolen, and end what it logs in for`,
    );
  }

  async #logInWith(
    vault: VaultApi,
    roleId: string,
    secretId: { value: string; isUsedUp: boolean },
  ): Promise<VaultToken> {
    const path = `auth/${this.props.mount ?? 'approle'}/login`;
    const body = { role_id: roleId, secret_id: secretId.value };
    const answer = await vault.send({ method: 'PUT', path, body }).catch((error: unknown) => {
      throw isNo(error)
        ? needed(
            'Vault does not take the secret_id: it was ended, has expired or has no uses left, or the login comes from a network that is not allowed. Hand over another',
          )
        : error;
    });
    if (secretId.isUsedUp) {
      this.#secretId = undefined;
      this.#end = needed(
        `the secret_id was good for one login: put another, wrapped, into ${this.props.wrappedSecretIdFile}`,
      );
    }
    const auth = authOf(answer);
    return {
      value: textIn(auth, 'client_token'),
      ttlSeconds: asTtl(numberIn(auth, 'lease_duration')),
      renewedBy: auth['renewable'] === true ? 'us' : 'nobody',
      isOurs: true,
    };
  }
}

/** Whether Vault answered, and not with what was asked for. */
function isNo(error: unknown): boolean {
  return error instanceof VaultCredentialsError && ['denied', 'refused'].includes(error.code);
}

function cutOff(): VaultCredentialsError {
  return needed('unwrapping was cut off, so that the secret_id is lost: hand over another');
}

function needed(message: string): VaultCredentialsError {
  return new VaultCredentialsError('login-needed', message);
}

function read(file: string): string {
  let text = '';
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    // Said below, like an empty one.
  }
  if (text === '') throw needed(`there is nothing in ${file}, or it cannot be read`);
  return text;
}
