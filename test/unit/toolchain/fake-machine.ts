import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../../../toolchain/machine';

export interface FakeProps {
  /** The bodies of the shell scripts that are all of PATH, by program. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly root?: boolean;
  readonly debian?: boolean;
  /** The addresses that answer. */
  readonly reachable?: RegExp;
}

/** Go that is new enough. */
export const goodGo = 'printf "go1.26.8\\nauto\\n"';

/** A client whose engine answers and has these images. */
export function dockerWith(...images: string[]): string {
  const cases = images.map((image) => `*" ${image}") exit 0;;`).join(' ');
  return `case "$*" in version*) echo 20.10.24;; ${cases} *) exit 1;; esac`;
}

/** A machine of a temporary folder: its programs are scripts, its cache is empty. A bare Debian as root by default. */
export function fakeMachine(props: FakeProps = {}): Machine {
  const folder = mkdtempSync(join(tmpdir(), 'dbvault-machine-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, body] of Object.entries(props.programs ?? {})) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return {
    env: {
      DOCKER_HOST: undefined,
      TF_CLI_CONFIG_FILE: undefined,
      TERRAFORM_BINARY_NAME: undefined,
      HOME: folder,
      ...props.env,
      PATH: bin,
    },
    root: props.root ?? true,
    debian: props.debian ?? true,
    platform: 'linux_amd64',
    cacheFolder: join(folder, 'cache'),
    reaches: (address) => Promise.resolve(props.reachable?.test(address) ?? false),
  };
}
