import { inspectTerraform } from '../../../toolchain/terraform';
import { fakeMachine, goodGo, type FakeProps } from './fake-machine';

const says = (version: string): string => `echo '{"terraform_version":"${version}"}'`;

describe('Terraform', () => {
  it.each<[string, FakeProps, object]>([
    [
      'is taken from PATH',
      { programs: { terraform: says('1.11.4'), tofu: says('1.12.0') } },
      { way: 'ready', found: 'Terraform 1.11.4' },
    ],
    [
      'gives way to OpenTofu when it is too old',
      { programs: { terraform: says('1.5.7'), tofu: says('1.12.0') } },
      { way: 'ready', found: 'OpenTofu 1.12.0' },
    ],
    [
      'is found behind the warnings of OpenTofu',
      {
        programs: { tofu: `echo; echo 'Warning: Unable to open CLI configuration file'; ${says('1.12.0')}` },
      },
      { way: 'ready', found: 'OpenTofu 1.12.0' },
    ],
    [
      'is the one that TERRAFORM_BINARY_NAME names',
      {
        programs: { terraform: says('1.11.4'), tofu: says('1.12.0') },
        env: { TERRAFORM_BINARY_NAME: 'tofu' },
      },
      { way: 'ready', found: 'OpenTofu 1.12.0' },
    ],
    [
      'is replaced by a built OpenTofu when it is too old',
      { programs: { terraform: says('1.5.7'), go: goodGo } },
      {
        way: 'make',
        found: 'Terraform 1.5.7, older than 1.11',
        action: 'build OpenTofu 1.12.6 from its Go module',
      },
    ],
    [
      'is not to be had without Go',
      {},
      {
        way: 'impossible',
        found: 'neither Terraform nor OpenTofu, and no Go',
        remedy: expect.stringContaining('go1.26.6.linux-amd64.tar.gz') as string,
      },
    ],
    [
      'is not to be had with a Go that may not fetch a newer one',
      { programs: { go: 'printf "go1.24.1\\nlocal\\n"' } },
      { way: 'impossible', remedy: 'export GOTOOLCHAIN=auto' },
    ],
    [
      'can be built by a Go that fetches a newer one',
      { programs: { go: 'printf "go1.24.1\\nauto\\n"' } },
      { way: 'make' },
    ],
    [
      'is not what prints something else',
      { programs: { terraform: 'echo hello', go: goodGo } },
      { way: 'make' },
    ],
  ])('%s', async (_, props, expected) => {
    expect(await inspectTerraform(fakeMachine(props))).toMatchObject(expected);
  });
});
