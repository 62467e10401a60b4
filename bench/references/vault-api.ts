import { readFileSync } from 'node:fs';
import { inProject } from '../../common/project';
import { readonlyGroup } from '../../constructs/names';
import { sideBySide } from '../../common/side-by-side';
import type { Size } from '../series';
import { connectionNames, roleNames } from '../systems/declared';
import { connectionUrl, type ReferenceLogin } from '../systems/reference-login';
import type { Vault } from '../systems/vault';
import { removeMounts } from './own-mount';

const atOnce = 10;
const day = 86_400;

/** Vault's API called directly, ten requests at a time: what a mount costs where nobody looks at what is there. */
export class VaultApi {
  constructor(
    private readonly operator: Vault,
    private readonly login: ReferenceLogin,
    readonly mount = 'bench-api',
  ) {}

  async reset(): Promise<void> {
    await removeMounts(this.operator, this.mount);
  }

  /** The mount and its connections, without roles. */
  async makeConnections(size: Size): Promise<void> {
    const { operator, login, mount } = this;
    await operator.put(`sys/mounts/${mount}`, { type: 'database' });
    for (const name of connectionNames(size)) {
      await operator.put(`${mount}/config/${name}`, {
        plugin_name: 'postgresql-database-plugin',
        allowed_roles: ['*'],
        connection_url: connectionUrl,
        ...login,
      });
    }
  }

  async writeRoles(size: Size): Promise<void> {
    const statements = {
      creation: read('sql/readonly.sql').replace('{{group}}', readonlyGroup),
      revocation: read('sql/revoke.sql'),
    };
    await sideBySide(roleNames(size), atOnce, ({ name, connection }) =>
      this.writeRole(name, connection, statements),
    );
  }

  async readRoles(size: Size): Promise<void> {
    await sideBySide(roleNames(size), atOnce, ({ name }) => this.operator.get(`${this.mount}/roles/${name}`));
  }

  /** @param statements without a revocation, Vault drops users in its own way */
  async writeRole(
    name: string,
    connection: string,
    statements: { readonly creation: string; readonly revocation?: string },
    ttlSeconds = 3600,
  ): Promise<void> {
    await this.operator.put(`${this.mount}/roles/${name}`, {
      db_name: connection,
      creation_statements: [statements.creation],
      ...(statements.revocation === undefined ? {} : { revocation_statements: [statements.revocation] }),
      default_ttl: ttlSeconds,
      max_ttl: day,
    });
  }
}

function read(file: string): string {
  return readFileSync(inProject(file), 'utf8').trim();
}
