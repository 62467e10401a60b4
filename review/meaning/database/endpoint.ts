import type { Values } from '../../plan/plan';
import { listOf, numberOf, textOf } from '../../plan/values';

/** Where a database is, and who logs in. Each is empty where nothing says it. */
export interface Endpoint {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly username: string;
  /** What of the way there is protected, by the name of the option, such as `sslmode`. */
  readonly protection: Readonly<Record<string, string>>;
}

/** From the weakest on. For PostgreSQL see its documentation, "SSL Support"; the others are their drivers'. */
export const protections: Readonly<Record<string, readonly string[]>> = {
  sslmode: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'],
  // MySQL's driver.
  tls: ['false', 'preferred', 'skip-verify', 'true'],
  // SQL Server's.
  encrypt: ['disable', 'false', 'true', 'strict'],
  ssl: ['false', 'true'],
  insecure_tls: ['true', 'false'],
  insecure: ['true', 'false'],
};

/** What the drivers do where nothing is said. */
const unsaid: Readonly<Record<string, string>> = {
  sslmode: 'prefer',
  tls: 'false',
  encrypt: 'false',
  ssl: 'false',
  insecure_tls: 'false',
  insecure: 'false',
};

const defaultPorts: Readonly<Record<string, string>> = { postgresql: '5432', postgres: '5432', tcp: '3306' };

/** Of a connection's block: of its URL, or of attributes of their own. The user of the URL counts where it is no template. */
export function endpointOf(details: Values): Endpoint {
  const url = textOf(details, 'connection_url') || textOf(details, 'url');
  const { host, port, database, username, options } = partsOf(url);
  const hosts = [textOf(details, 'host'), ...listOf(details, 'hosts')]
    .filter((part) => part !== '')
    .join(',');
  const ownPort = numberOf(details, 'port');
  return {
    host: host || hosts,
    port: port || (ownPort === 0 ? '' : String(ownPort)),
    database: database || textOf(details, 'project_id'),
    username: username === '' || username.includes('{{') ? textOf(details, 'username') : username,
    protection: Object.fromEntries(
      Object.keys(protections).flatMap((name) => {
        const value =
          options[name] ?? (typeof details[name] === 'boolean' ? String(details[name]) : undefined);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/** How strong a protection is; of one that is not known, undefined. */
export function strengthOf(name: string, { protection }: Endpoint): number | undefined {
  const strength = protections[name]?.indexOf(protection[name] ?? unsaid[name] ?? '') ?? -1;
  return strength < 0 ? undefined : strength;
}

/** The same database, as far as it can be told. */
export function isSameDatabase(one: Endpoint, other: Endpoint): boolean {
  return (
    one.host !== '' && one.host === other.host && one.port === other.port && one.database === other.database
  );
}

/** `postgres:5432/app as vault_admin`. */
export function endpointInWords({ host, port, database, username }: Endpoint): string {
  const address = `${host}${port === '' ? '' : `:${port}`}${database === '' ? '' : `/${database}`}`;
  return `${address === '' ? 'its database' : address}${username === '' ? '' : ` as ${username}`}`;
}

interface Parts {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly username: string;
  readonly options: Readonly<Record<string, string>>;
}

function partsOf(url: string): Parts {
  // `scheme://user:password@host:port/database?options`; MySQL's `user:password@tcp(host:port)/database?options`.
  const asUrl =
    /^(?:(?<scheme>[\w+]+):\/\/)?(?:(?<user>[^:@/=\s]*)(?::.*)?@)?(?:(?<protocol>\w+)\()?(?<place>[^/()?\s=]*)\)?(?:\/(?<database>[^?]*))?(?:\?(?<options>.*))?$/.exec(
      url,
    )?.groups;
  if (asUrl !== undefined) {
    const { host, port } = placesOf(asUrl['place'] ?? '');
    const options = Object.fromEntries(new URLSearchParams(asUrl['options'] ?? ''));
    return {
      host,
      port:
        port ||
        (host === '' || host.includes(',')
          ? ''
          : (defaultPorts[asUrl['protocol'] ?? asUrl['scheme'] ?? ''] ?? '')),
      database: asUrl['database'] || (options['database'] ?? ''),
      username: asUrl['user'] ?? '',
      options,
    };
  }
  // PostgreSQL's `host=… port=…`.
  const options = Object.fromEntries(
    [...url.matchAll(/(\w+)\s*=\s*('[^']*'|\S+)/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll("'", ''),
    ]),
  );
  return {
    host: options['host'] ?? '',
    port: options['port'] ?? (options['host'] === undefined ? '' : '5432'),
    database: options['dbname'] ?? '',
    username: options['user'] ?? '',
    options,
  };
}

/** Of one or several hosts with a comma between them, ports and all; IPv6 stands in brackets. */
function placesOf(place: string): { readonly host: string; readonly port: string } {
  if (place.includes(',')) return { host: place, port: '' };
  const { host = '', port = '' } = /^(?<host>\[[^\]]*\]|[^:]*)(?::(?<port>\d+))?$/.exec(place)?.groups ?? {};
  return { host, port };
}
