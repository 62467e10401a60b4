import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Problem } from '../common/problem';
import { readSecretFile, writeSecretFile } from '../common/secret-file';
import { appPolicy, appRoleMount, appSecretIdPath, handOverTtlSeconds } from '../constructs/names';
import type { Journal } from './journal';
import { endSecretIds, handOverMark } from './secret-ids';
import { dataOf, type VaultClient } from './vault-client';
import { lookUpWrapped, proveCreationPath } from './wrapping';

const roleIdPath = `auth/${appRoleMount}/role/${appPolicy}/role-id`;

/** What lies in the folder for the application. */
export interface HandedOver {
  readonly roleId: string;
  readonly wrappingToken: string;
}

/** The files of a hand-over: 0600 in 0700. */
export const handOverFiles = {
  roleId: 'role-id',
  /** The token that unwraps the secret_id, once. */
  wrappingToken: 'wrapped-secret-id',
  /** Which hand-over it is: its mark on the secret_id in Vault, and no secret. */
  id: 'hand-over-id',
} as const;

/**
 * Hands a secret_id of the application over: wrapped, so that who takes it is the first to see it, or knows that
 * somebody else was. The one before ends where nobody has taken it.
 *
 * @param issuer a client that may make wrapped secret_ids of the application
 */
export async function handOver(issuer: VaultClient, folder: string, journal: Journal): Promise<void> {
  const id = randomUUID();
  const untold = journal.interrupted('hand over').map(({ facts }) => facts['id'] ?? '');
  await journal.step('hand over', { id }, async () => {
    const roleId = await readRoleId(issuer);
    await endSecretIds(issuer, [...untold, ...(await waitingIds(issuer, folder))]);
    const body = { metadata: JSON.stringify({ [handOverMark]: id }) };
    const wrappingToken = await issuer.writeWrapped(appSecretIdPath, body, handOverTtlSeconds);
    await proveCreationPath(issuer, wrappingToken);
    writeSecretFile(join(folder, handOverFiles.id), `${id}\n`);
    writeSecretFile(join(folder, handOverFiles.roleId), `${roleId}\n`);
    writeSecretFile(join(folder, handOverFiles.wrappingToken), `${wrappingToken}\n`);
  });
}

/** Until when what was handed over can be taken; undefined where nothing waits. */
export async function waitsUntil(vault: VaultClient, folder: string): Promise<Date | undefined> {
  const token = readSecretFile(join(folder, handOverFiles.wrappingToken));
  return token === undefined ? undefined : (await lookUpWrapped(vault, token))?.endsAt;
}

/** @throws Problem where nothing was put there */
export function readHandedOver(folder: string): HandedOver {
  const roleId = readSecretFile(join(folder, handOverFiles.roleId));
  const wrappingToken = readSecretFile(join(folder, handOverFiles.wrappingToken));
  if (roleId !== undefined && wrappingToken !== undefined) return { roleId, wrappingToken };
  throw new Problem({
    what: 'Nothing was handed over to the application',
    where: folder,
    why: `it has no ${roleId === undefined ? handOverFiles.roleId : handOverFiles.wrappingToken}`,
    next: 'npx dbvault app-identity',
  });
}

async function waitingIds(vault: VaultClient, folder: string): Promise<string[]> {
  const id = readSecretFile(join(folder, handOverFiles.id));
  return id === undefined || (await waitsUntil(vault, folder)) === undefined ? [] : [id];
}

/** @throws Problem where the application has no AppRole */
export async function readRoleId(issuer: VaultClient): Promise<string> {
  const found = await issuer.read(roleIdPath);
  if (found !== undefined) return String(dataOf(found)['role_id']);
  throw new Problem({
    what: `Vault has no AppRole ${appPolicy}`,
    where: issuer.address,
    why: 'the stack access was not applied since the application has one',
    next: 'npm run up',
  });
}
