import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliConfiguration } from '../../../toolchain/mirror';
import { inspectProviders, providersEnvironment } from '../../../toolchain/providers';
import { fakeMachine, goodGo } from './fake-machine';

describe('the providers', () => {
  it("come from where the user's configuration says, and the environment is left alone", async () => {
    const machine = fakeMachine({ programs: { go: goodGo } });
    const file = join(machine.cacheFolder, '..', 'mine.rc');
    writeFileSync(file, '');
    const theirs = { ...machine, env: { ...machine.env, TF_CLI_CONFIG_FILE: file } };
    expect(await inspectProviders(theirs)).toMatchObject({
      way: 'ready',
      found: expect.stringContaining(file) as string,
    });
    expect(await providersEnvironment(theirs)).toEqual({});
  });

  it('come from where ~/.terraformrc says, if it says so', async () => {
    const machine = fakeMachine();
    const file = join(machine.cacheFolder, '..', '.terraformrc');
    writeFileSync(file, 'disable_checkpoint = true');
    expect(await inspectProviders(machine)).toMatchObject({ way: 'impossible' });
    writeFileSync(file, 'provider_installation {}');
    expect(await inspectProviders(machine)).toMatchObject({ way: 'ready' });
  });

  it('are not ready because TF_CLI_CONFIG_FILE names a file that is missing', async () => {
    const machine = fakeMachine({ programs: { go: goodGo }, env: { TF_CLI_CONFIG_FILE: '/nowhere/at.all' } });
    expect(await inspectProviders(machine)).toMatchObject({ way: 'make' });
  });

  it('come from the registry where it answers', async () => {
    const machine = fakeMachine({ programs: { go: goodGo }, reachable: /well-known\/terraform\.json$/ });
    expect(await inspectProviders(machine)).toMatchObject({ way: 'official' });
  });

  it('are not to be had with neither registry nor Go', async () => {
    expect(await inspectProviders(fakeMachine())).toMatchObject({
      way: 'impossible',
      found: 'the Terraform registry does not answer, and there is no Go',
      remedy: expect.stringContaining('https://go.dev/dl/') as string,
    });
  });
});

describe('the CLI configuration', () => {
  it('has the mirror for both registries, and leaves every other provider to its own', () => {
    const text = cliConfiguration('/m');
    for (const host of ['registry.terraform.io', 'registry.opentofu.org']) {
      for (const source of ['hashicorp/vault', 'kreuzwerker/docker']) {
        expect(text.split(`"${host}/${source}"`)).toHaveLength(3);
      }
    }
    expect(text).toContain('path    = "/m"');
  });
});
