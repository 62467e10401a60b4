import { Containers } from '../../../constructs/containers';
import { deployment as seed } from '../../../deployments/seed';
import { Synthesized } from '../support/synthesized';

const stack = new Synthesized(Containers);
const seedStack = new Synthesized(Containers, seed);

describe('the stack containers', () => {
  it('has the two servers and no other container', () => {
    const names = stack.all('docker_container').map(({ name }) => name);
    expect(names.sort()).toEqual(['dbvault-plain-postgres', 'dbvault-plain-vault']);
  });

  it('names them as the seed deployment says', () => {
    const names = seedStack.all('docker_container').map(({ name }) => name);
    expect(names.sort()).toEqual(['postgres', 'vault']);
  });

  it('takes a range of the Docker provider', () => {
    expect(stack.json.terraform.required_providers).toEqual({
      docker: { source: 'kreuzwerker/docker', version: '>= 3.6.2, < 5.0.0' },
    });
  });

  it('leaves the address of the engine to the environment', () => {
    expect(stack.json.provider).toEqual({ docker: [{}] });
  });

  it('keeps its state in the project, by a relative path', () => {
    expect(stack.json.terraform.backend).toEqual({
      local: { path: '../../../.dbvault/plain/state/containers.tfstate' },
    });
  });

  it('has one network', () => {
    expect(stack.one('docker_network')).toEqual({
      name: 'dbvault-plain',
      labels: [{ label: 'dbvault.deployment', value: 'plain' }],
    });
  });

  it.each(['dbvault-plain-vault-file', 'dbvault-plain-vault-audit', 'dbvault-plain-postgres-data'])(
    'has the volume %s',
    (name) => {
      expect(stack.one('docker_volume', name)).toHaveProperty('labels', [
        { label: 'dbvault.deployment', value: 'plain' },
      ]);
    },
  );
});

describe('images', () => {
  it.each([
    ['vault_image', 'hashicorp/vault:1.21.1'],
    ['postgres_image', 'postgres:15'],
  ])('the variable %s is %s unless told otherwise', (variable, image) => {
    expect(stack.json.variable?.[variable]).toMatchObject({ type: 'string', default: image });
  });

  it("is the seed deployment's own", () => {
    expect(seedStack.json.variable?.['postgres_image']).toHaveProperty('default', 'postgres:14');
  });

  it.each(['${var.vault_image}', '${var.postgres_image}'])('one is %s, kept when the stack goes', (name) => {
    expect(stack.one('docker_image', name)).toEqual({ name, keep_locally: true });
  });
});

describe.each(['vault', 'postgres'] as const)('the container of %s', (part) => {
  const container = stack.one('docker_container', `dbvault-plain-${part}`);

  it('runs the image that its variable names', () => {
    const index = stack.all('docker_image').findIndex(({ name }) => name === `\${var.${part}_image}`);
    expect(container['image']).toBe(stack.reference('docker_image', 'image_id', index));
  });

  it('is on the network, under its own name', () => {
    const name = stack.reference('docker_network', 'name');
    expect(container['networks_advanced']).toEqual([{ name, aliases: [part] }]);
  });

  it('has its name as the host name too', () => expect(container['hostname']).toBe(part));

  it('starts again with the engine', () => expect(container['restart']).toBe('unless-stopped'));

  it('is labelled as part of its deployment', () => {
    expect(container['labels']).toEqual([
      { label: 'dbvault.deployment', value: 'plain' },
      { label: 'dbvault.part', value: part },
    ]);
  });

  it('has volumes of its own', () => {
    const volumes =
      part === 'vault'
        ? { 'vault-file': '/vault/file', 'vault-audit': '/vault/logs' }
        : { 'postgres-data': '/var/lib/postgresql/data' };
    expect(container['volumes']).toEqual(
      Object.entries(volumes).map(([suffix, path]) => ({
        volume_name: stack.reference(
          'docker_volume',
          'name',
          stack.all('docker_volume').findIndex(({ name }) => name === `dbvault-plain-${suffix}`),
        ),
        container_path: path,
      })),
    );
  });

  it('can gain no right', () => {
    expect(container['security_opts']).toEqual(['no-new-privileges']);
    expect(container['capabilities']).toMatchObject({ drop: ['ALL'] });
  });

  it('dumps no core, and takes a bounded share of memory, processes and disk', () => {
    expect(container['ulimit']).toEqual([
      { name: 'core', soft: 0, hard: 0 },
      { name: 'nproc', soft: 4096, hard: 4096 },
    ]);
    expect(container['memory']).toBe(1024);
    expect(container['log_driver']).toBe('json-file');
    expect(container['log_opts']).toEqual({
      'max-size': '10m',
      'max-file': '5',
      mode: 'non-blocking',
    });
  });

  it('is not privileged', () => expect(container).not.toHaveProperty('privileged'));
});
