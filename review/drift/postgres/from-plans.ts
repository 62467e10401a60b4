import type { FoundHbaRule } from '../../../common/found/postgres';
import { partLabel } from '../../../constructs/names';
import { blocksOf } from '../../plan/values';
import type { Plan, Values } from '../../plan/plan';
import { declaredOf } from '../declared-of';
import type { DeclaredPostgres } from './declared';

/** What PostgreSQL is started with: its settings are arguments, and pg_hba.conf is uploaded. */
export function declaredStart(plans: readonly Plan[]): Pick<DeclaredPostgres, 'settings' | 'hba'> {
  const container = declaredOf(plans, 'docker_container').find(isPostgres) ?? {};
  const settings = settingsIn((container['command'] ?? []) as readonly string[]);
  const file = blocksOf(container, 'upload').find((upload) => upload['file'] === settings['hba_file']);
  return {
    // Whatever else it logs, no statement of anybody's.
    settings: { log_statement: 'none', ...settings },
    hba: file === undefined ? undefined : rulesIn(String(file['content'])),
  };
}

function isPostgres(container: Values): boolean {
  return blocksOf(container, 'labels').some(
    ({ label, value }) => label === partLabel && value === 'postgres',
  );
}

/** Of `postgres -c ssl=on …`. */
function settingsIn(command: readonly string[]): Record<string, string> {
  const pairs = command.flatMap((word, index) => (command[index - 1] === '-c' ? [word] : []));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** What comes over the network has an address; what comes over the socket has none. */
function rulesIn(text: string): FoundHbaRule[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [type = '', databases = '', users = '', ...rest] = line.trim().split(/\s+/);
    const [address, method = ''] = type === 'local' ? [null, ...rest] : [rest[0] ?? '', ...rest.slice(1)];
    return { type, databases: databases.split(','), users: users.split(','), address, method };
  });
}
