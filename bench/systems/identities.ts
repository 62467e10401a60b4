import { mustRun } from '../../common/run';
import { projectFolder } from '../../common/project';
import { appPolicy } from '../../constructs/names';
import { deploymentFile } from './dbvault';
import { Vault } from './vault';

/** Whom the measurements act as. */
export interface BenchIdentities {
  /** Everything, for what the references make beside the deployment. */
  readonly operator: Vault;
  /** What an application has: its policy. */
  readonly app: Vault;
}

const policy = 'bench-operator';
const everything = 'path "*" { capabilities = ["create", "read", "update", "delete", "list", "sudo"] }';

/** No run takes longer, and the Vault goes with it. */
const ttl = '12h';

/** Makes both with root, which is ended again: `up` would have more to do than it has elsewhere. */
export async function makeIdentities(): Promise<BenchIdentities> {
  const root = new Vault((await command('token', 'root')).trim());
  await root.put(`sys/policies/acl/${policy}`, { policy: everything });
  const orphan = async (name: string) => {
    const { auth } = await root.put('auth/token/create-orphan', {
      policies: [name],
      ttl,
      explicit_max_ttl: ttl,
    });
    return new Vault((auth as { client_token: string }).client_token);
  };
  const [operator, app] = await Promise.all([orphan(policy), orphan(appPolicy)]);
  await command('revoke-root');
  return { operator, app };
}

/** What it prints is a secret. */
async function command(...args: readonly string[]): Promise<string> {
  const line = ['cli/dbvault.mjs', ...args, '--deployment', deploymentFile];
  return mustRun(process.execPath, line, `dbvault ${args.join(' ')} failed`, { cwd: projectFolder });
}
