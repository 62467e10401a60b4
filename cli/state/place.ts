import { Problem, exitCodes } from '../../common/problem';
import type { StateProps } from '../../constructs/deployment';

/** Where the states of a deployment are, as far as it is no secret. */
export interface StatePlace {
  /** As the deployment declares it; null for local files. */
  readonly state: StateProps | null;
  /** The PostgreSQL that it is in. */
  readonly server?: string;
  /** The stacks that had a state there. @default those that the deployment declares */
  readonly stacks?: readonly string[];
}

/** What an environment and a deployment say together. @throws Problem (exit code 64) where what opens it is wrong */
export function placeOf(state: StateProps | undefined, login: Readonly<Record<string, string>>): StatePlace {
  if (state === undefined) return { state: null };
  return state.pg === undefined ? { state } : { state, server: serverOf(login[connectionString]) };
}

export function isSamePlace(one: StatePlace, other: StatePlace): boolean {
  return JSON.stringify([one.state, one.server]) === JSON.stringify([other.state, other.server]);
}

/** For people. */
export function placeInWords({ state, server }: StatePlace, folder: string): string {
  if (state === null) return folder;
  const prefix = (state.pg ?? state.s3 ?? state.hcp)?.prefix;
  return `${withoutPrefix(state, server)}${prefix === undefined ? '' : `, prefix ${prefix}`}`;
}

function withoutPrefix(state: StateProps, server = ''): string {
  if (state.pg !== undefined) return `PostgreSQL at ${server}`;
  if (state.s3 !== undefined) return `the S3 bucket ${state.s3.bucket}`;
  return `the organization ${state.hcp?.organization ?? ''} at ${state.hcp?.hostname ?? 'app.terraform.io'}`;
}

const connectionString = 'PG_CONN_STR';
const like = 'postgres://user:password@host:5432/database?sslmode=verify-full';

/** Host, port and database. */
function serverOf(text: string | undefined): string {
  if (text === undefined) throw wrong('is not set', `export ${connectionString}=${like}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '')
    throw wrong('is no URL of a PostgreSQL', `write it as ${like}`);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!isLocal && url.searchParams.get('sslmode') !== 'verify-full') {
    const why = 'has no sslmode=verify-full, so that anybody in between could change the state';
    throw wrong(why, `write it as ${like}&sslrootcert=<ca.pem>`);
  }
  return `${url.hostname}:${url.port || '5432'}${url.pathname}`;
}

function wrong(why: string, next: string): Problem {
  return new Problem({
    what: "Terraform's state cannot be reached",
    where: 'state.pg',
    why: `${connectionString} ${why}`,
    next: `${next}; nothing was changed`,
    exitCode: exitCodes.usage,
  });
}
