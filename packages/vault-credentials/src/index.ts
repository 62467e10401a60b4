export { agentSink } from './agent-sink';
export { appRole, type AppRoleProps } from './app-role';
export { VaultCredentialsError, type VaultCredentialsErrorCode } from './error';
export { token, type LoginMethod, type VaultToken } from './login';
export type { VaultCredentialsEvents, VaultCredentialsState } from './observed';
export type { VaultApi } from './vault-api';
export { VaultCredentials, type BorrowedUser, type VaultCredentialsProps } from './vault-credentials';
