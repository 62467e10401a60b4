import { say, type Bench } from './bench';
import { bringUp } from './bring-up';
import { catalog } from './catalog';
import { credentialRate } from './credential-rate';
import { expiry } from './expiry';
import { restart } from './restart';
import { rotation } from './rotation';
import { scale } from './scale';
import { credentialSystems, type CredentialSystems } from './systems';

type OnCredentials = (bench: Bench, systems: CredentialSystems) => Promise<void>;

/** Those that work on one deployment, one after the other. */
const onCredentials: Readonly<Record<string, OnCredentials>> = {
  'credential-rate': credentialRate,
  catalog,
  expiry,
  rotation,
  restart,
};

const others: Readonly<Record<string, (bench: Bench) => Promise<void>>> = { 'bring-up': bringUp, scale };

/** In the order in which they are done. */
export const measurementNames = [...Object.keys(others), ...Object.keys(onCredentials)];

/**
 * Does those that are named. One that fails is told of, and the others are done all the same.
 *
 * @returns whether all of them came to their end
 */
export async function measureAll(bench: Bench, names: readonly string[]): Promise<boolean> {
  const done: boolean[] = [];
  const attempt = async (name: string, work: () => Promise<void>) => {
    if (names.includes(name)) done.push(await comesToItsEnd(bench, name, work));
  };
  for (const [name, work] of Object.entries(others)) await attempt(name, () => work(bench));
  if (Object.keys(onCredentials).some((name) => names.includes(name))) {
    const systems = await credentialSystems(bench.scope.connections);
    for (const [name, work] of Object.entries(onCredentials)) await attempt(name, () => work(bench, systems));
  }
  return done.every((is) => is);
}

async function comesToItsEnd({ findings }: Bench, name: string, work: () => Promise<void>): Promise<boolean> {
  say(`--- ${name}`);
  try {
    await work();
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`${name} failed: ${why}`);
    findings.notes.push(`${name} failed: ${why.split('\n')[0] ?? ''}`);
    return false;
  }
}
