import { setTimeout as sleep } from 'node:timers/promises';
import { inProject } from '../../common/project';
import { caFile, deploymentFolder, vaultAddress } from '../../constructs/names';
import { KeyStore } from '../../steps/key-store';
import { NoAnswer, sendToVault, type VaultAnswer, type VaultRequest } from '../../steps/vault-transport';
import { deploymentName, ports } from './declared';

export const vaultOfBench = {
  address: vaultAddress(ports.vault, true),
  caFile: inProject(caFile(deploymentName)),
} as const;

/** Vault's HTTP API as one identity. A request that Vault refuses is an error with its status, and no secret. */
export class Vault {
  constructor(
    /** For the environment of Terraform, and nothing else outside this class. */
    readonly token = '',
  ) {}

  async get(path: string): Promise<VaultAnswer['body']> {
    return this.must('GET', path);
  }

  async put(path: string, body: object = {}): Promise<VaultAnswer['body']> {
    return this.must('PUT', path, body);
  }

  async delete(path: string): Promise<void> {
    await this.must('DELETE', path);
  }

  /** The answer, whatever it is. */
  async ask(method: VaultRequest['method'], path: string, body?: object): Promise<VaultAnswer> {
    const { address, caFile: file } = vaultOfBench;
    return sendToVault({ address, caFile: file, token: this.token, method, path, ...(body && { body }) });
  }

  private async must(
    method: VaultRequest['method'],
    path: string,
    body?: object,
  ): Promise<VaultAnswer['body']> {
    const answer = await this.ask(method, path, body);
    if (![200, 204].includes(answer.statusCode))
      throw new Error(`Vault answered ${method} ${path.split('?')[0]} with ${answer.statusCode}`);
    return answer.body;
  }
}

/** Opens a Vault that was started anew, with as many key shares as it asks for. */
export async function unsealByApi(): Promise<void> {
  const vault = new Vault();
  const { shares, threshold } = new KeyStore(
    inProject(`${deploymentFolder(deploymentName)}/keys`),
  ).readKeys();
  await untilItAnswers(() => vault.get('sys/seal-status'));
  for (const key of shares.slice(0, threshold)) await vault.put('sys/unseal', { key });
}

/** Tries again and again until it works. @throws what the last try threw, after a minute */
export async function untilItAnswers<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(error instanceof NoAnswer ? 20 : 50);
    }
  }
}
