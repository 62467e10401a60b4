import { join } from 'node:path';
import { appRole, VaultCredentials } from '@dbvault/vault-credentials';
import { typeOrmOptions } from '@dbvault/vault-credentials/typeorm';
import { Product } from './product.entity';
import { settings } from './settings';
import { whereItIs } from './where-it-is';

/** The application's users in PostgreSQL, one after the other. They may read. */
export const credentials = new VaultCredentials({
  ...settings.vault,
  role: 'db-app',
  login: appRole({
    roleIdFile: join(settings.handOverFolder, 'role-id'),
    wrappedSecretIdFile: join(settings.handOverFolder, 'wrapped-secret-id'),
  }),
});

export async function getDatabaseConfig() {
  await credentials.start();
  return typeOrmOptions(credentials, { ...whereItIs(), entities: [Product], poolSize: 5 });
}
