import { inspectTerraform } from '../../../toolchain/terraform';
import { fakeMachine, goodGo, type FakeProps } from './fake-machine';

const terraform = (version: string): string => `echo 'Terraform v${version}'; echo 'on linux_amd64'`;
const tofu = (version: string): string => `echo 'OpenTofu v${version}'; echo 'on linux_amd64'`;

describe('Terraform', () => {
  it.each<[string, FakeProps, object]>([
    [
      'is taken from PATH',
      { programs: { terraform: terraform('1.11.4'), tofu: tofu('1.12.0') } },
      { way: 'ready', found: 'Terraform 1.11.4' },
    ],
    [
      'gives way to OpenTofu when it is too old',
      { programs: { terraform: terraform('1.5.7'), tofu: tofu('1.12.0') } },
      { way: 'ready', found: 'OpenTofu 1.12.0' },
    ],
    [
      'is found behind the warnings of OpenTofu',
      {
        programs: { tofu: `echo; echo 'Warning: Unable to open CLI configuration file'; ${tofu('1.12.0')}` },
      },
      { way: 'ready', found: 'OpenTofu 1.12.0' },
    ],
    [
      'is the one that TERRAFORM_BINARY_NAME names',
      {
        programs: { terraform: terraform('1.11.4'), tofu: tofu('1.12.0') },
        env: { TERRAFORM_BINARY_NAME: 'tofu' },
      },
      { way: 'ready', found: 'OpenTofu 1.12.0, which TERRAFORM_BINARY_NAME chose' },
    ],
    [
      'is told by what it says, not by what it is called',
      { programs: { terraform: tofu('1.12.0') } },
      { way: 'ready', found: 'OpenTofu 1.12.0' },
    ],
    [
      'is built where OpenTofu is chosen and not there, whatever else is',
      {
        programs: { terraform: terraform('1.11.4'), go: goodGo },
        env: { TERRAFORM_BINARY_NAME: 'tofu' },
      },
      { way: 'make', found: 'no tofu, which TERRAFORM_BINARY_NAME chose' },
    ],
    [
      'is no OpenTofu where Terraform is chosen and not there',
      {
        programs: { tofu: tofu('1.12.0'), go: goodGo },
        env: { TERRAFORM_BINARY_NAME: 'terraform' },
      },
      {
        way: 'impossible',
        found: 'no terraform, which TERRAFORM_BINARY_NAME chose',
        remedy: 'install it, or `unset TERRAFORM_BINARY_NAME`',
      },
    ],
    [
      'is replaced by a built OpenTofu when it is too old',
      { programs: { terraform: terraform('1.5.7'), go: goodGo } },
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
