import type { Connection } from '../constructs/deployment';
import { appPolicy, deploymentFolder, identitiesOf, mountDescription } from '../constructs/names';
import {
  declaredUsers,
  type DeclaredDatabase,
  type DeclaredLogin,
  type DeclaredPostgres,
} from '../review/drift/postgres/declared';
import { declaredStart } from '../review/drift/postgres/from-plans';
import type { DeclaredVault } from '../review/drift/vault';
import { declaredAudit, declaredConnections } from '../review/drift/vault/from-plans';
import { Ways } from '../review/drift/ways';
import type { Plan } from '../review/plan/plan';
import { hasToken } from './application';
import { postgresServer } from './live-systems';
import type { ConnectionSession, Session } from './session';
import { deploymentOption } from './summary';

/** What Vault is to have: names by the deployment, and by the plans what the constructs make of it. */
export function declaredVault(session: Session, plans: readonly Plan[]): DeclaredVault {
  const { name, application, mount, policies, roles, tls, vault } = session.deployment;
  const operators = identitiesOf(application);
  return {
    policies,
    logins: {
      all: hasToken(session) ? operators : [...operators, appPolicy],
      operators,
      keyFolder: `${deploymentFolder(name)}/keys`,
    },
    hasApplicationToken: hasToken(session),
    auditDevices: declaredAudit(plans),
    database: {
      mount,
      description: mountDescription(name),
      connections: declaredConnections(plans),
      roles: roles.map((role) => role.name),
    },
    server: { ...vault, tls: tls !== 'off' },
  };
}

/** What PostgreSQL is to have: bootstrap.sql and database.sql made it, the container's arguments set it, and the roles' SQL adds users. */
export function declaredPostgres({ deployment }: Session, plans: readonly Plan[]): DeclaredPostgres {
  const { superuser, database } = deployment.postgres;
  return {
    superuser,
    serverDatabase: database,
    logins: deployment.connections.map(declaredLogin),
    ...declaredStart(plans),
    users: declaredUsers(deployment.roles.map(({ creationSql }) => creationSql)),
  };
}

/** What one database of it is to have: its users are those of the connection's roles. */
export function declaredDatabase(
  postgres: DeclaredPostgres,
  { deployment, connection }: ConnectionSession,
): DeclaredDatabase {
  const { database } = connection;
  const here = deployment.connections.filter((other) => other.database === database);
  const roles = deployment.roles.filter((role) => here.some(({ name }) => name === role.connection));
  return {
    ...postgres,
    ...declaredLogin(connection),
    users: declaredUsers(roles.map(({ creationSql }) => creationSql)),
  };
}

function declaredLogin({ username, database, readonlyGroup }: Connection): DeclaredLogin {
  return { admin: username, database, group: readonlyGroup };
}

export function waysOf(session: Session): Ways {
  return new Ways({
    option: deploymentOption(session),
    vaultContainer: session.deployment.vault.containerName,
    postgres: postgresServer(session),
  });
}
