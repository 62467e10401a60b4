import type { FoundContainer, FoundDocker } from '../../../../common/found/docker';
import { compareDocker } from '../../../../review/drift/docker';
import { declaredDocker } from '../../../../review/drift/docker/declared';
import { planOf, resource } from '../support/changes';
import { inLine, ways } from './support/ways';

const label = (value: string) => ({ label: 'dbvault.deployment', value });
const plan = planOf(
  'containers',
  resource(
    'docker_container.vault',
    'no-op',
    {},
    {
      name: 'vault',
      image: 'sha256:1',
      labels: [label('local')],
      ports: [{ internal: 8200, external: 8200, ip: '127.0.0.1', protocol: 'tcp' }],
      volumes: [{ volume_name: 'vault-file', container_path: '/vault/file', host_path: '' }],
      networks_advanced: [{ name: 'dbvault-local', aliases: ['vault'] }],
      privileged: null,
      capabilities: [{ add: ['CAP_CHOWN'], drop: ['ALL'] }],
      security_opts: ['no-new-privileges'],
      memory: 1024,
      memory_swap: -1,
      restart: 'unless-stopped',
    },
  ),
  resource('docker_network.network', 'no-op', {}, { name: 'dbvault-local' }),
  resource('docker_volume.file', 'no-op', {}, { name: 'vault-file' }),
  // It goes, so that it is not declared.
  resource('docker_volume.old', 'delete', { name: 'old' }, null),
);
const declared = declaredDocker([plan]);

const labels = { 'dbvault.deployment': 'local' };
const vault: FoundContainer = {
  name: 'vault',
  labels,
  state: 'running',
  exitCode: 0,
  health: 'healthy',
  restarts: 0,
  imageId: 'sha256:1',
  ports: [{ internal: '8200', external: '8200', ip: '127.0.0.1', protocol: 'tcp' }],
  mounts: [
    { source: 'vault-file', target: '/vault/file' },
    { source: 'a'.repeat(64), target: '/nameless' },
  ],
  networks: ['dbvault-local'],
  isPrivileged: false,
  addedRights: ['CHOWN'],
  droppedRights: ['ALL'],
  securityOptions: ['no-new-privileges'],
  shares: [],
  memoryMegabytes: 1024,
  restartPolicy: 'unless-stopped',
};
const found: FoundDocker = {
  containers: [vault],
  networks: [{ name: 'dbvault-local', labels, containers: ['vault'] }],
  volumes: [{ name: 'vault-file', labels }],
};
const told = (parts: Partial<FoundDocker>) => compareDocker('local', declared, { ...found, ...parts }, ways);
const other = (more: Partial<FoundContainer>): Partial<FoundDocker> => ({
  containers: [vault, { ...vault, name: 'other', labels: {}, mounts: [], networks: [], ...more }],
});

describe('what Docker has otherwise than declared', () => {
  it('is nothing where nobody changed anything', () => {
    expect(told({})).toEqual([]);
  });

  it.each<[string, Partial<FoundContainer>, string]>([
    ['stopped', { state: 'exited', exitCode: 137 }, 'medium state: running → stopped, exit code 137'],
    ['paused', { state: 'paused' }, 'medium state: running → paused'],
    ['unhealthy', { health: 'unhealthy' }, 'medium health: healthy → unhealthy'],
    ['started again and again', { restarts: 4 }, 'medium restarts: none → Docker started it again 4 times'],
    ['of another image', { imageId: 'sha256:2' }, 'high image: sha256:1 → sha256:2'],
    [
      'published to everybody',
      { ports: [...vault.ports, { internal: '8201', external: '8201', ip: '', protocol: 'tcp' }] },
      'high ports: none of it → 0.0.0.0:8201 to 8201/tcp',
    ],
    [
      'published on this machine',
      { ports: [...vault.ports, { internal: '8201', external: '1', ip: '127.0.0.1', protocol: 'tcp' }] },
      'low ports: none of it → 127.0.0.1:1 to 8201/tcp',
    ],
    ['not published', { ports: [] }, 'medium ports: 127.0.0.1:8200 to 8200/tcp → none'],
    [
      'with the socket of the engine',
      { mounts: [...vault.mounts, { source: '/var/run/docker.sock', target: '/s' }] },
      'critical mounts: none of it → /var/run/docker.sock at /s',
    ],
    ['without its volume', { mounts: [] }, 'high mounts: vault-file at /vault/file → none'],
    ['on a further network', { networks: ['dbvault-local', 'far'] }, 'medium networks: none of it → far'],
    ['off its network', { networks: ['far'] }, 'high networks: dbvault-local → far'],
    ['privileged', { isPrivileged: true }, 'critical rights: none of it → privileged'],
    [
      'with a further right',
      { addedRights: ['CAP_CHOWN', 'SYS_ADMIN'] },
      'high rights: none of it → SYS_ADMIN',
    ],
    ["with Docker's own rights", { droppedRights: [] }, "high rights: none of it → Docker's own rights"],
    ['with a right less', { addedRights: [] }, 'medium rights: CHOWN → none'],
    ['that may gain rights', { securityOptions: [] }, 'high security options: no-new-privileges → none'],
    [
      "on its machine's network",
      { shares: ['network'] },
      'high parts of the machine that it shares: none of it → network',
    ],
    ['without a limit of memory', { memoryMegabytes: 0 }, 'medium memory: 1024 MB → no limit'],
    ['that does not come back', { restartPolicy: 'no' }, 'low restart policy: unless-stopped → no'],
  ])('tells a container that is %s', (_, more, line) => {
    const [severity, ...rest] = line.split(' ');
    expect(told({ containers: [{ ...vault, ...more }] }).map(inLine)).toEqual([
      `${severity ?? ''} container vault: ${rest.join(' ')}`,
    ]);
  });

  it.each<[string, Partial<FoundDocker>, string[]]>([
    ['a container that is gone', { containers: [] }, ['high container vault: running → not there']],
    ['a network that is gone', { networks: [] }, ['high network dbvault-local: a network → not there']],
    [
      'a volume that is gone',
      { volumes: [] },
      ['critical volume vault-file: a volume → not there, and its data neither'],
    ],
    [
      "a further container with the deployment's label",
      other({ labels }),
      ["medium container other: none → a container with the deployment's label"],
    ],
    [
      'what a killed run logs in from, and no more of it',
      other({ labels: { ...labels, 'dbvault.part': 'probe' }, networks: ['dbvault-local'] }),
      ['info container other: none → left by a run that was killed: it ends by itself within minutes'],
    ],
    [
      "a stranger's container on the network",
      other({ networks: ['dbvault-local', 'bridge'] }),
      [
        "medium container other: networks: none → it is on dbvault-local, where Vault and PostgreSQL can be reached; the application's own has the label dbvault.part=application",
      ],
    ],
    [
      "no container of the application's own there",
      other({ labels: { 'dbvault.part': 'application' }, networks: ['dbvault-local'] }),
      [],
    ],
    [
      "a container that reads Vault's storage, whatever its label",
      other({ labels: { 'dbvault.part': 'application' }, mounts: vault.mounts }),
      ['high container other: mounts: none → it reads what is on vault-file'],
    ],
    [
      'what an earlier configuration left',
      {
        networks: [...found.networks, { name: 'before', labels, containers: [] }],
        volumes: [...found.volumes, { name: 'old', labels }],
      },
      [
        "low network before: none → a network with the deployment's label",
        "low volume old: none → a volume with the deployment's label",
      ],
    ],
  ])('tells %s', (_, parts, lines) => {
    expect(told(parts).map(inLine)).toEqual(lines);
  });

  it('names what helps without a new container, where there is something', () => {
    const next = (more: Partial<FoundContainer>) => told({ containers: [{ ...vault, ...more }] })[0]?.next;
    expect(next({ memoryMegabytes: 9 })).toBe('docker update --memory 1024m --memory-swap -1 vault');
    expect(next({ restartPolicy: 'no' })).toBe('docker update --restart unless-stopped vault');
    expect(next({ networks: ['dbvault-local', 'far'] })).toBe('docker network disconnect far vault');
    expect(next({ state: 'paused' })).toBe('docker unpause vault');
    expect(next({ state: 'exited' })).toBe('npx dbvault up --deployment seed');
    expect(next({ isPrivileged: true })).toBe('docker rm --force vault; npx dbvault up --deployment seed');
  });

  it('does not judge an image that only an apply tells', () => {
    const [container] = declared.containers;
    if (container === undefined) throw new Error('no container');
    const unknown = { ...declared, containers: [{ ...container, imageId: undefined }] };
    expect(compareDocker('local', unknown, found, ways)).toEqual([]);
  });
});
