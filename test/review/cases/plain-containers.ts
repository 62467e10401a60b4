import { having, plainContainers as base, without } from '../support/plain-hcl';
import type { Expected, ReviewCase } from '../support/review-case';

const vault = 'docker_container.vault';
const postgres = 'docker_container.postgres';
const web = 'docker_container.web';
const sealed: Expected = { kind: 'vault-sealed', address: vault, severity: 'high' };
const restarted: Expected = { kind: 'container-restarted', address: web, severity: 'medium' };
const ofWeb = (kind: Expected['kind'], severity: Expected['severity']): Expected => ({
  kind,
  address: web,
  ...(severity === undefined ? {} : { severity }),
});
/** Something more in the container of the program. */
const inWeb = (lines: string) => having(base, ['name          = "web"', `name          = "web"\n  ${lines}`]);

/** Containers of projects that nobody here made. */
export const plainContainerCases: readonly ReviewCase[] = [
  {
    title: 'plain HCL: Vault is published on every network of its machine',
    before: base,
    after: having(base, ['ip       = "127.0.0.1"', 'ip       = "0.0.0.0"']),
    expected: [sealed, { kind: 'published', address: vault, severity: 'high' }],
  },
  {
    title: 'plain HCL: a program is published, nobody says where',
    before: base,
    after: inWeb('ports {\n    internal = 80\n    external = 80\n  }'),
    expected: [restarted, ofWeb('published', 'high')],
  },
  {
    title: 'plain HCL: a program shares the network of its machine',
    before: base,
    after: having(base, [/(name {10}= "web"[^]*)networks_advanced \{\n[^}]*\}/, '$1network_mode = "host"']),
    expected: [restarted, ofWeb('published', 'high')],
  },
  {
    title: 'plain HCL: a program joins a further network',
    before: base,
    after: `${inWeb('networks_advanced {\n    name = docker_network.front.name\n  }')}
resource "docker_network" "front" {
  name = "front"
}
`,
    expected: [restarted, ofWeb('published', 'medium')],
  },
  {
    title: 'plain HCL: a program may do everything on its machine',
    before: base,
    after: inWeb('privileged = true'),
    expected: [restarted, ofWeb('protection-lost', 'critical')],
  },
  {
    title: 'plain HCL: a program sees all programs of its machine',
    before: base,
    after: inWeb('pid_mode = "host"'),
    expected: [restarted, ofWeb('protection-lost', 'high')],
  },
  {
    title: 'plain HCL: a program rules the engine',
    before: base,
    after: inWeb(
      'volumes {\n    host_path      = "/var/run/docker.sock"\n    container_path = "/var/run/docker.sock"\n  }',
    ),
    expected: [restarted, ofWeb('protection-lost', 'critical')],
  },
  {
    title: 'plain HCL: a program keeps rights, and may get more',
    before: base,
    after: having(base, [/ {2}security_opts.*\n {2}capabilities \{\n[^}]*\}\n/, '']),
    expected: [restarted, ofWeb('protection-lost', 'high'), ofWeb('protection-lost', 'medium')],
  },
  {
    title: 'plain HCL: a program gets a right',
    before: base,
    after: having(base, ['drop = ["ALL"]', 'drop = ["ALL"]\n    add  = ["CAP_NET_ADMIN"]']),
    expected: [restarted, ofWeb('protection-lost', 'high')],
  },
  {
    title: 'plain HCL: another version of a program',
    before: base,
    after: having(base, ['web:2.4.0', 'web:2.5.0']),
    expected: [restarted, { kind: 'image-changed', address: 'docker_image.web', severity: 'medium' }],
  },
  {
    title: 'plain HCL: the volume of Vault gets another name',
    before: base,
    after: having(base, [/(docker_volume" "vault" \{\n {2}name = )"vault"/, '$1"vault2"']),
    expected: [sealed, { kind: 'data-lost', address: 'docker_volume.vault', severity: 'critical' }],
  },
  {
    title: 'plain HCL: Vault begins on a folder, and its volume stays',
    before: base,
    after: having(base, ['volume_name    = docker_volume.vault.name', 'host_path      = "/srv/vault"']),
    expected: [sealed, { kind: 'data-lost', address: vault, severity: 'critical' }],
  },
  {
    title: 'plain HCL: Vault begins without its volume, which goes',
    before: base,
    after: without(having(base, [/ {2}volumes \{\n[^}]*\}\n/, '']), 'docker_volume.vault'),
    expected: [sealed, { kind: 'data-lost', address: 'docker_volume.vault', severity: 'critical' }],
  },
  {
    title: 'plain HCL: Vault speaks without TLS',
    before: base,
    after: having(base, [/tls_cert_file.*\n.*tls_key_file.*\n/, 'tls_disable = true\n']),
    expected: [sealed, { kind: 'tls-off', address: vault, severity: 'high' }],
  },
  {
    title: 'plain HCL: Vault has other settings',
    before: base,
    after: having(base, ['listener "tcp"', 'ui = true\n      listener "tcp"']),
    expected: [sealed],
  },
  {
    title: 'plain HCL: PostgreSQL begins with another setting',
    before: base,
    after: having(base, ['env   = [', 'env   = ["PGTZ=UTC", ']),
    expected: [{ kind: 'database-restarted', address: postgres, severity: 'high' }],
  },
  {
    title: 'plain HCL: a program is taken away',
    before: base,
    after: without(without(base, web), 'docker_image.web'),
    expected: [ofWeb('container-removed', 'high')],
  },
  {
    title: 'plain HCL: a program was left half-way',
    before: base,
    after: base,
    tainted: [web],
    expected: [restarted, ofWeb('tainted', 'info')],
  },
];
