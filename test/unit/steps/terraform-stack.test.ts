import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from '../../../common/project';
import { databaseStack, stackFolder, stateFile } from '../../../constructs/names';
import { TerraformStack } from '../../../steps/terraform-stack';
import { rejected } from '../support/caught';
import { fakeProgram } from '../support/fake-program';
import { temporaryFolder } from '../support/temporary-folder';

const deployment = `unit-terraform-${process.pid}`;
const stackName = databaseStack('pg');
const folder = inProject(stackFolder(deployment, stackName));
const secrets = { vaultToken: 's.SecretToken', secretVariables: { pg_password: 'Secret"Password' } };

beforeEach(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.tf.json'), '{"terraform":{},"resource":{"vault_mount":{"mount":{}}}}');
});

afterEach(() => {
  rmSync(inProject(`cdktf.out.${deployment}`), { recursive: true, force: true });
  rmSync(inProject(`.dbvault/${deployment}`), { recursive: true, force: true });
});

/** A stack on a Terraform that is this shell script. */
function stackWith(script: string): TerraformStack {
  return new TerraformStack({ command: fakeProgram('terraform', script), env: {} }, deployment, stackName);
}

describe('a plan', () => {
  it.each([
    [0, false],
    [2, true],
  ])('that ends with %i has changes: %s', async (code, changes) => {
    expect(await stackWith(`exit ${code}`).plan(secrets)).toBe(changes);
  });

  it('that fails says why, in the words of Terraform without their frame', async () => {
    const stack = stackWith('printf "╷\\n│ Error: Bad thing\\n│ \\n│   on line 1\\n╵\\n" >&2; exit 1');
    expect(await rejected(stack.plan(secrets))).toMatchObject({
      what: 'Terraform could not plan the stack database-pg',
      where: stackFolder(deployment, stackName),
      why: 'Error: Bad thing\n  on line 1',
    });
  });

  it('that fails tells no secret, whatever Terraform prints', async () => {
    const stack = stackWith(
      'echo "Error: s.SecretToken and Secret\\\\\\"Password and Secret\\"Password" >&2; exit 1',
    );
    expect(await rejected(stack.plan(secrets))).toHaveProperty(
      'why',
      'Error: [secret] and [secret] and [secret]',
    );
  });
});

describe('the environment of Terraform', () => {
  async function seen(variable: string): Promise<string> {
    const file = join(temporaryFolder(), 'seen');
    await stackWith(`printf '%s' "\${${variable}-not set}" > ${file}`).plan({
      ...secrets,
      variables: { vault_image: 'vault:x' },
    });
    return readFileSync(file, 'utf8');
  }

  it.each([
    ['VAULT_TOKEN', 's.SecretToken'],
    ['TF_VAR_pg_password', 'Secret"Password'],
    ['TF_VAR_vault_image', 'vault:x'],
    ['CHECKPOINT_DISABLE', '1'],
  ])('has %s', async (variable, value) => {
    expect(await seen(variable)).toBe(value);
  });

  it.each(['TF_LOG', 'TF_LOG_PROVIDER', 'TF_CLI_ARGS', 'VAULT_NAMESPACE'])(
    'never has %s',
    async (variable) => {
      process.env[variable] = 'TRACE';
      const value = await seen(variable);
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- assigning undefined would set a text
      delete process.env[variable];
      expect(value).toBe('not set');
    },
  );

  it('is where secrets are: the arguments have none', async () => {
    const file = join(temporaryFolder(), 'arguments');
    await stackWith(`echo "$@" > ${file}`).plan(secrets);
    expect(readFileSync(file, 'utf8')).not.toContain('Secret');
  });
});

describe('init', () => {
  it('is run once for the same configuration', async () => {
    const file = join(temporaryFolder(), 'runs');
    const stack = stackWith(`echo run >> ${file}`);
    await stack.init();
    await stack.init();
    expect(readFileSync(file, 'utf8')).toBe('run\n');
  });

  it('is run again where it failed', async () => {
    const file = join(temporaryFolder(), 'runs');
    const stack = stackWith(`echo run >> ${file}; exit 1`);
    await rejected(stack.init());
    await rejected(stack.init());
    expect(readFileSync(file, 'utf8')).toBe('run\nrun\n');
  });
});

describe('a stack that is declared no more', () => {
  const like = () => {
    const other = 'database-other';
    const text = {
      terraform: { required_providers: { vault: {} }, backend: { local: { path: 'its own' } } },
      provider: { vault: [{ address: 'a' }] },
      resource: { vault_mount: { mount: {} } },
      variable: { password: {} },
    };
    mkdirSync(inProject(stackFolder(deployment, other)), { recursive: true });
    writeFileSync(inProject(`${stackFolder(deployment, other)}/cdk.tf.json`), JSON.stringify(text));
    return new TerraformStack({ command: 'none', env: {} }, deployment, other);
  };

  it('is written without a resource, with the providers of another and a place of its own', () => {
    const place = { backend: { local: { path: 'another' } } };
    stackWith('').synthesizeEmpty(like(), place);
    expect(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'))).toEqual({
      terraform: {
        required_providers: { vault: {} },
        backend: { local: { path: 'another' } },
      },
      provider: { vault: [{ address: 'a' }] },
    });
  });

  it('leaves no state, no backup of it and no folder, and the other stack as it is', async () => {
    const other = like();
    const file = inProject(stateFile(deployment, stackName));
    mkdirSync(dirname(file), { recursive: true });
    for (const name of [file, `${file}.backup`]) writeFileSync(name, '{}');
    await stackWith('').removeState();
    expect([file, `${file}.backup`, folder].filter(existsSync)).toEqual([]);
    expect(existsSync(inProject(stackFolder(deployment, other.name)))).toBe(true);
  });
});

describe('destroy', () => {
  it('applies nothing where there is nothing to destroy', async () => {
    const file = join(temporaryFolder(), 'applied');
    await stackWith(`[ "$1" = apply ] && touch ${file}; exit 0`).destroy(secrets);
    expect(existsSync(file)).toBe(false);
  });

  it('targets what it was asked for alone', async () => {
    const file = join(temporaryFolder(), 'arguments');
    await stackWith(`echo "$@" > ${file}`).destroy(secrets, ['vault_mount']);
    expect(readFileSync(file, 'utf8')).toContain('-destroy -target=vault_mount.mount');
  });
});

describe('the ids in the state', () => {
  it('are none where there is no state', () => {
    expect(stackWith('').stateIds(['docker_container'])).toEqual([]);
  });
});
