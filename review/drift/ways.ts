import { shellWord } from '../../common/quote-shell';

export interface WaysProps {
  /** What a command needs to mean the same deployment, with a space before it; empty for the default one. */
  readonly option: string;
  readonly vaultContainer: string;
  readonly postgres: { readonly container: string; readonly superuser: string; readonly database: string };
}

/** Commands that mend what was found: each can be pasted into a shell. */
export class Ways {
  constructor(private readonly props: WaysProps) {}

  /** The same, in another database of the same PostgreSQL. */
  inDatabase(database: string): Ways {
    return new Ways({ ...this.props, postgres: { ...this.props.postgres, database } });
  }

  dbvault(verb: string): string {
    return `npx dbvault ${verb}${this.props.option}`;
  }

  get up(): string {
    return this.dbvault('up');
  }

  /** As root, which is made for it and ended after it. */
  asRoot(...words: readonly string[]): string {
    return `${this.vaultAs('root', words)} && ${this.dbvault('revoke-root')}`;
  }

  /** Ends the users of all leases of a path, and waits for it. */
  endLeases(path: string): string {
    return this.asRoot('lease', 'revoke', '-sync', '-prefix', path);
  }

  asDbAdmin(...words: readonly string[]): string {
    return this.vaultAs('db-admin', words);
  }

  /** What takes no token. */
  asNobody(...words: readonly string[]): string {
    return `docker exec ${word(this.props.vaultContainer)} ${['vault', ...words].map(word).join(' ')}`;
  }

  /** Vault's container is made anew: its configuration is in it, and its data are not. */
  get vaultAnew(): string {
    return `${this.docker('rm', '--force', this.props.vaultContainer)}; ${this.up}`;
  }

  /** The same of PostgreSQL's. */
  get postgresAnew(): string {
    return `${this.docker('rm', '--force', this.props.postgres.container)}; ${this.up}`;
  }

  /** As the superuser, over the socket in PostgreSQL's container; each statement by itself. */
  psql(...statements: readonly string[]): string {
    const { container, superuser, database } = this.props.postgres;
    const login = `--username=${word(superuser)} --dbname=${word(database)}`;
    const commands = statements.map((sql) => `--command=${shellWord(sql)}`);
    return `docker exec --user postgres ${word(container)} psql ${login} ${commands.join(' ')}`;
  }

  docker(...words: readonly string[]): string {
    return ['docker', ...words.map(word)].join(' ');
  }

  /** The token goes from environment to environment: it is in no argument. */
  private vaultAs(identity: string, words: readonly string[]): string {
    const command = ['vault', ...words].map(word).join(' ');
    const container = word(this.props.vaultContainer);
    return `VAULT_TOKEN="$(${this.dbvault(`token ${identity}`)})" docker exec --env VAULT_TOKEN ${container} ${command}`;
  }
}

/** Quoted where the shell would read it otherwise. */
function word(text: string): string {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : shellWord(text);
}
