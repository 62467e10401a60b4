import { Dbvault } from '../systems/dbvault';
import { issueFrom, Refused, withClients } from '../systems/clients';
import { connectionNames, roleMark, roleName } from '../systems/declared';
import { revokeAll } from '../systems/leases';
import { keep, say, secondsOf, type Bench } from './bench';
import type { CredentialSystems } from './systems';

const rotations = 10;
const clients = 8;

/** How long Vault takes to rotate a root password: with nothing else to do, and while many ask for credentials. */
export async function rotation(bench: Bench, { app, operator, size }: CredentialSystems): Promise<void> {
  const { findings, scope } = bench;
  const [connection = ''] = connectionNames(size);
  const path = `database/rotate-root/${connection}`;
  const credentials = `database/creds/${roleName(0)}`;
  const by = 'dbvault';
  const rotate = async (what: string) => {
    for (let index = 0; index < rotations; index++)
      findings.add((await secondsOf(() => operator.put(path))) * 1000, { what, by, unit: 'ms' });
  };
  await rotate('rotate-root, Vault does nothing else');

  const issue = issueFrom(app, [credentials]);
  let isOver = false;
  let asked = 0;
  let refused = 0;
  const load = withClients(
    clients,
    () => isOver,
    async (index) => {
      asked++;
      await issue(index).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        refused++;
      });
    },
  );
  await rotate(`rotate-root, ${clients} clients ask for credentials`).finally(() => (isOver = true));
  await load;
  findings.add(asked, { what: 'credentials asked for while the password was rotated', by, unit: 'count' });
  findings.add(refused, { what: 'of those, refused', by, unit: 'count' });
  say(`${rotations} rotations while ${asked} credentials were asked for; refused: ${refused}`);
  await revokeAll(operator, credentials, roleMark(0));

  const dbvault = new Dbvault(size);
  for (let round = 0; round < scope.rounds; round++)
    keep(bench, await dbvault.rotateRoot(connection), { what: 'dbvault rotate-root, with its proofs', by });
}
