import { containerFindings } from '../../../../review/meaning/containers';
import type { ResourceChange, Values } from '../../../../review/plan/plan';
import { planOf, resource } from '../support/changes';

const told = (...resources: ResourceChange[]) =>
  containerFindings([planOf('containers', ...resources)]).map(
    ({ kind, severity, meaning }) => `${severity} ${kind}: ${meaning}`,
  );

const vault: Values = {
  name: 'vault',
  labels: [{ label: 'dbvault.part', value: 'vault' }],
  ports: [{ ip: '127.0.0.1', external: 8200, internal: 8200, protocol: 'tcp' }],
  volumes: [{ volume_name: 'vault-file', container_path: '/vault/file' }],
  capabilities: [{ add: ['CAP_CHOWN'], drop: ['ALL'] }],
  security_opts: ['no-new-privileges'],
  networks_advanced: [{ name: 'net' }],
  upload: [{ file: '/vault/config/config.hcl', content: 'tls_cert_file = "x"\n' }],
};
const replaced = (more: Values, before = vault) =>
  resource('docker_container.x', 'replace', before, { ...before, ...more }, { replacedBy: ['env'] });
const sealed =
  'high vault-sealed: Vault (vault) restarts sealed: until its key shares are given nobody gets or renews a credential';

describe('what a container that changes means', () => {
  it.each<[string, Values, string[]]>([
    ['another memory limit', { memory: 1 }, []],
    [
      'a port for everybody',
      { ports: [{ external: 8200, internal: 8200, protocol: 'tcp' }] },
      ['high published: Vault (vault) can be reached from every network of this machine, port 8200'],
    ],
    [
      'another port of loopback',
      { ports: [{ ip: '127.0.0.1', external: 8300, internal: 8200, protocol: 'tcp' }] },
      ['low published: Vault (vault) can be reached on this machine at 127.0.0.1:8300'],
    ],
    [
      'the network of its machine',
      { network_mode: 'host' },
      ['high published: Vault (vault) shares the network of its machine'],
    ],
    [
      'a further network',
      { networks_advanced: [{ name: 'net' }, { name: 'other' }] },
      ['medium published: Vault (vault) can be reached on the Docker network other'],
    ],
    [
      'another volume',
      { volumes: [{ volume_name: 'new', container_path: '/vault/file' }] },
      [
        'critical data-lost: Vault (vault) begins anew at /vault/file: on new, and what is on vault-file is not there',
      ],
    ],
    [
      'no volume',
      { volumes: [] },
      [
        'critical data-lost: Vault (vault) begins anew at /vault/file: without a volume, and what is on vault-file is not there',
      ],
    ],
    [
      'a right more',
      { capabilities: [{ add: ['CAP_CHOWN', 'CAP_SYS_ADMIN'], drop: ['ALL'] }] },
      ['high protection-lost: Vault (vault) has the further rights CAP_SYS_ADMIN'],
    ],
    [
      'none taken away',
      { capabilities: [{ add: ['CAP_CHOWN'] }] },
      ['high protection-lost: Vault (vault) keeps rights that were taken from it: ALL'],
    ],
    [
      'new privileges',
      { security_opts: [] },
      ['medium protection-lost: Vault (vault) runs without no-new-privileges'],
    ],
    [
      'all rights',
      { privileged: true },
      ['critical protection-lost: Vault (vault) may do everything on its machine'],
    ],
    [
      "the engine's socket",
      {
        volumes: [
          ...(vault['volumes'] as Values[]),
          { host_path: '/var/run/docker.sock', container_path: '/s' },
        ],
      },
      ['critical protection-lost: Vault (vault) rules the Docker engine, and so its machine'],
    ],
    [
      'no TLS',
      { upload: [{ file: '/vault/config/config.hcl', content: 'tls_disable = true\n' }] },
      [
        'high tls-off: Vault (vault) speaks without TLS from now on: tokens and credentials can be read on their way',
      ],
    ],
  ])('%s', (_title, more, expected) => {
    expect(told(replaced(more))).toEqual([sealed, ...expected]);
    expect(told(resource('docker_container.x', 'update', vault, { ...vault, ...more }))).toEqual(expected);
  });

  it.each([
    ['a label', { name: 'db', labels: [{ label: 'dbvault.part', value: 'postgres' }] }],
    ['its image', { name: 'db', image: 'postgres:15' }],
    ['its environment', { name: 'db', env: ['POSTGRES_USER=x'] }],
  ])('PostgreSQL, known by %s, cuts its connections', (_title, values) => {
    expect(told(replaced({}, values))).toEqual([
      'high database-restarted: PostgreSQL (db) restarts: every connection is cut, and for seconds none is taken',
    ]);
  });

  it('any other one restarts', () => {
    expect(told(replaced({}, { name: 'web', image: 'nginx:1' }))).toEqual([
      'medium container-restarted: The container web is made anew and restarts',
    ]);
  });

  it('one that goes, goes', () => {
    expect(told(resource('docker_container.x', 'delete', vault, null))).toEqual([
      'high container-removed: Vault (vault) is taken away',
    ]);
  });

  it('a first one is told only where it is open to others', () => {
    expect(told(resource('docker_container.x', 'create', null, vault))).toEqual([]);
    const open = { ...vault, ports: [{ ip: '0.0.0.0', external: 1, internal: 1, protocol: 'tcp' }] };
    expect(told(resource('docker_container.x', 'create', null, open))).toEqual([
      'high published: Vault (vault) can be reached from every network of this machine, port 1',
    ]);
  });

  it('one that was left half-way is made anew for that', () => {
    const left = { ...replaced({}), reason: 'replace_because_tainted' };
    expect(told(left)).toEqual([
      sealed,
      'info tainted: Vault (vault) is made anew, since it was left half-way before',
    ]);
  });
});

describe('what volumes and images that change mean', () => {
  it.each(['delete', 'replace'] as const)('%s of a volume loses its data', (action) => {
    const volume = { name: 'data' };
    expect(
      told(resource('docker_volume.x', action, volume, action === 'delete' ? null : { name: 'other' })),
    ).toEqual(['critical data-lost: The volume data is deleted, with all data in it']);
  });

  it.each([
    ['hashicorp/vault:1.21.1', 'hashicorp/vault:1.21.2', 'medium', ''],
    [
      'hashicorp/vault:1.21.1',
      'hashicorp/vault:1.20.0',
      'high',
      ': an older version may not read what the newer one wrote',
    ],
    ['postgres:15', 'postgres:15.4', 'medium', ''],
    [
      'postgres:15',
      'postgres:16',
      'critical',
      ': PostgreSQL 16 does not start on data of version 15; dump and load it',
    ],
    ['a/b@sha256:1', 'a/b@sha256:2', 'medium', ''],
  ])('%s to %s', (was, is, severity, because) => {
    expect(told(resource('docker_image.x', 'replace', { name: was }, { name: is }))).toEqual([
      `${severity} image-changed: ${is} runs in the place of ${was}${because}`,
    ]);
  });
});
