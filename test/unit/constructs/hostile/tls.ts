import { having, line, one, type HostileDeployment } from './row';

const there = { certificateFile: 'package.json', keyFile: 'tsconfig.json' };
const valid = { caFile: 'README.md', vault: there, postgres: there };

const unknownRule = 'is not a property of a deployment: remove it, or correct its name';
const missingRule = 'does not exist: create the file, or correct the path';
const pathRule = 'must be the path of a PEM file, absolute or from the project on: correct it';
const tlsLike = "{ caFile: 'ca.pem', vault: { … }, postgres: { … } }";
const tlsRule = `must be "made", "off" or an object such as ${tlsLike}: choose one`;
const serverRule =
  "must be an object such as { certificateFile: 'server.pem', keyFile: 'server.key' }: correct it";

/** Given certificates with one property wrong. */
function given(property: string, value: unknown, problem: string, shown = JSON.stringify(value)) {
  const [part = '', key] = property.split('.');
  const inner = key === undefined ? value : { ...there, [key]: value };
  return {
    title: `tls.${property} is ${shown}`,
    props: having('tls', { ...valid, [part]: inner }),
    problems: [line(`tls.${property}`, shown, problem)],
  };
}

/** Certificates that cannot be, before anybody has looked into a file. */
export const hostileTls: readonly HostileDeployment[] = [
  one('tls', false, tlsRule),
  one('tls', true, tlsRule),
  one('tls', 'on', tlsRule),
  one('tls', 'OFF', tlsRule),
  one('tls', '', tlsRule),
  one('tls', null, tlsRule),
  one('tls', ['off'], tlsRule),
  one('tls', 443, tlsRule),
  {
    title: 'tls is empty',
    props: having('tls', {}),
    problems: [
      line('tls.caFile', 'not set', pathRule),
      line('tls.vault', 'not set', serverRule),
      line('tls.postgres', 'not set', serverRule),
    ],
  },
  given('insecure', true, unknownRule),
  given('caFile', '', pathRule),
  given('caFile', 5, pathRule),
  given('caFile', null, pathRule),
  given('caFile', 'certificates/absent.pem', missingRule),
  given('caFile', '/certificates/absent.pem', missingRule),
  given('caFile', 'policies', missingRule),
  given('caFile', 'README.md\0', pathRule, '"README.md\\u0000"'),
  given('caFile', '-----BEGIN CERTIFICATE-----\nMII', pathRule, '"-----BEGIN CERTIFICATE-----\\nMII"'),
  given('vault', null, serverRule),
  given('vault', 'vault.pem', serverRule),
  given('vault.keyFile', 'absent.key', missingRule),
  given('vault.keyFile', undefined, pathRule, 'not set'),
  given('vault.password', 'hunter2', unknownRule),
  given('postgres', [], serverRule),
  given('postgres.certificateFile', 'absent.pem', missingRule),
  given('postgres.certificateFile', {}, pathRule),
];
