import { z } from 'zod';
import type { FilledIn } from '../deployment';
import { isElsewhere } from '../elsewhere';
import { isProjectFile } from '../project-files';
import type { Report } from './cross-checks';
import { isPlainObject, text, wholeNumber } from './rule-kinds';

// eslint-disable-next-line no-control-regex -- what no path may hold
const path = /^[^\u0000-\u001f]+$/;
const caFile = text(path, 'must be the path of a PEM file, absolute or from the project on: correct it');
const name = '[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*';

/** Of a Vault that runs elsewhere. */
export const externalVault = {
  address: text(
    new RegExp(`^https://${name}(:\\d{1,5})?$`),
    'must be an address such as "https://vault.example.com:8200", without a path: correct it',
  ).optional(),
  caFile: caFile.optional(),
};

/** Of a PostgreSQL that runs elsewhere. */
export const externalPostgres = {
  host: text(
    new RegExp(`^(?=.{1,253}$)${name}$`),
    'must be a host name in small letters, or an IPv4 address: correct it',
  ).optional(),
  port: wholeNumber(1, 65_535, 'a port number').optional(),
  sslmode: z
    .enum(['verify-full', 'verify-ca'], { error: 'must be "verify-full" or "verify-ca": choose one' })
    .optional(),
  caFile: caFile.optional(),
};

const ofContainers = ['containerName', 'port', 'image', 'storage', 'keyShares', 'keyThreshold'];

/** Whether all runs elsewhere, or nothing; and what belongs to the other kind. */
export function checkElsewhere(props: object, filledIn: FilledIn, report: Report): void {
  const given = props as Readonly<Record<string, unknown>>;
  const vault = isPlainObject(given['vault']) ? given['vault'] : {};
  const isExternal = isElsewhere(vault, 'address');
  const unused = (where: string[], from: object, names: readonly string[], why: string) => {
    for (const property of names) {
      const value = (from as Record<string, unknown>)[property];
      if (value !== undefined) report([...where, property], value, why);
    }
  };
  const ofOwn = 'is of a deployment that runs its own containers: remove it';
  const ofOther = 'is of a Vault or a PostgreSQL that runs elsewhere: remove it, or give its address';
  if (isExternal) {
    unused(['vault'], vault, ofContainers, ofOwn);
    unused([], given, ['postgres', 'tls', 'keys'], ofOwn);
  } else unused(['vault'], vault, ['caFile'], ofOther);
  checkFile(['vault', 'caFile'], (vault as { caFile?: unknown }).caFile, report);

  for (const [connection, declared] of Object.entries(filledIn.connections)) {
    const where = ['connections', connection];
    if (!isElsewhere(declared, 'host')) {
      unused(where, declared, ['port', 'sslmode', 'caFile'], ofOther);
      if (isExternal) report([...where, 'host'], undefined, 'must be there, since vault.address is: add it');
    } else if (!isExternal) {
      report([...where, 'host'], declared.host, 'needs a vault.address too: all runs elsewhere, or nothing');
    }
    checkFile([...where, 'caFile'], declared.caFile, report);
  }
  if (isExternal && filledIn.application === 'token')
    report(['application'], 'token', 'cannot be had of a Vault that runs elsewhere: remove it');
}

function checkFile(where: string[], file: unknown, report: Report): void {
  if (typeof file !== 'string' || !path.test(file) || isProjectFile(file)) return;
  report(where, file, 'does not exist: create the file, or correct the path');
}
