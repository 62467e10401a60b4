import type { Life } from '../life';
import { fail } from './failure';
import { beKilled } from './kill';
import { recover } from './recovery';
import { succeed } from './success';

/** All that a user can turn on to learn more. Node's own is refused. */
const debugLogging = {
  DEBUG: '*',
  TF_LOG: 'TRACE',
  TF_LOG_CORE: 'TRACE',
  TF_LOG_PROVIDER: 'TRACE',
  VAULT_LOG_LEVEL: 'trace',
  npm_config_loglevel: 'silly',
};

export interface LifeProps {
  readonly live: (life: Life) => Promise<void>;
  readonly env: NodeJS.ProcessEnv;
}

/** By name; each has a deployment of its own. */
export const lives: Readonly<Record<string, LifeProps>> = {
  success: { live: succeed, env: {} },
  failure: { live: fail, env: debugLogging },
  kill: { live: beKilled, env: debugLogging },
  recovery: { live: recover, env: debugLogging },
};
