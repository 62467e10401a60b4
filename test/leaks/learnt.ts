import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from '../../common/project';
import { readIfThere } from '../../common/read-if-there';
import { readSecretFile } from '../../common/secret-file';
import { deploymentFolder, firstPasswordFile, serverPasswordFile } from '../../constructs/names';
import { KeyStore } from '../../steps/key-store';
import type { Scene } from './scene';
import type { Secrets } from './search/find-secrets';

/** As the preload calls it. */
const sentToken = 'a token sent to Vault';

/** The secrets of a deployment, as they come into the world: each is searched for from then on. */
export class Learnt {
  /** What passes between the command and Vault is written here, by the preload. */
  readonly file: string;
  private readonly deployment: string;
  private readonly names = new Map<string, string>();

  constructor({ folder, deployment }: Scene) {
    this.file = join(folder, 'learnt.jsonl');
    this.deployment = deployment;
  }

  /** The first name stays, but for that of a token that was only seen on its way. */
  add(name: string, value: string): void {
    const known = this.names.get(value);
    if (known === undefined || known === sentToken) this.names.set(value, name);
  }

  /** Reads what was learnt since, also from the files that are meant to hold secrets. */
  refresh(): void {
    const lines = (readIfThere(this.file) ?? '').split('\n').filter((line) => line.endsWith('}'));
    for (const line of lines) {
      const { name, value } = JSON.parse(line) as { name: string; value: string };
      this.add(name, value);
    }
    const store = new KeyStore(inProject(`${deploymentFolder(this.deployment)}/keys`));
    const { rootToken, shares } = store.hasKeys ? store.readKeys() : { shares: [] };
    shares.forEach((share, index) => this.add(`key share ${index}`, share));
    const others = {
      'the root token': rootToken,
      'a token of app': store.readAppToken(),
    };
    for (const password of this.firstPasswords()) this.add('a first password', password);
    for (const [name, value] of Object.entries(others)) if (value !== undefined) this.add(name, value);
  }

  /** Those of one name are numbered in the order in which they were learnt. */
  secrets(): Secrets {
    const counts = new Map<string, number>();
    const named = [...this.names].map(([value, name]) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [count === 1 ? name : `${name} (${count})`, value];
    });
    return Object.fromEntries(named) as Secrets;
  }

  private firstPasswords(): string[] {
    const folder = dirname(inProject(firstPasswordFile(this.deployment, 'any')));
    const ofConnections = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
    const files = [inProject(serverPasswordFile(this.deployment)), ...ofConnections];
    return files.map(readSecretFile).filter((password) => password !== undefined);
  }
}
