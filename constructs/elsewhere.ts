/** A Vault that somebody else runs: it is neither initialized, nor opened, nor backed up here. */
export interface ExternalVaultProps {
  /** Where it answers over TLS, such as `https://vault.example.com:8200`. */
  readonly address: string;
  /** PEM file of the CA that its certificate is of, absolute or from the project on. @default those of the system */
  readonly caFile?: string;
}

/** Where a PostgreSQL that somebody else runs answers, as this machine and Vault both reach it. */
export interface ExternalPostgresProps {
  /** DNS name or IPv4 address. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** `verify-ca` looks at who signed the certificate, and not at its name. @default `verify-full` */
  readonly sslmode?: 'verify-full' | 'verify-ca';
  /** PEM file of the CA that its certificate is of, absolute or from the project on. @default those of the system */
  readonly caFile?: string;
}

/** The same with its defaults filled in, and the certificate read. */
export interface ExternalPostgres {
  readonly host: string;
  readonly port: number;
  readonly sslmode: 'verify-full' | 'verify-ca';
  readonly caFile: string | undefined;
  readonly caPem: string | undefined;
}

/** Whether a connection, or a Vault, is one that runs elsewhere. */
export function isElsewhere(props: object, property: 'address' | 'host'): boolean {
  return property in props && (props as Record<string, unknown>)[property] !== undefined;
}
