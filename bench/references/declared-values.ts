import { projectFolder } from '../../common/project';
import type { Size } from '../series';
import { connectionNames, roleNames } from '../systems/declared';
import { connectionUrl, type ReferenceLogin } from '../systems/reference-login';

/** What a reference declares, but for the password: that goes in through the environment. */
export function declaredValues(mount: string, size: Size, changed: boolean, { username }: ReferenceLogin) {
  return {
    project: projectFolder,
    mount,
    connections: connectionNames(size),
    roles: Object.fromEntries(roleNames(size).map(({ name, connection }) => [name, connection])),
    changed,
    connectionUrl,
    username,
  };
}
