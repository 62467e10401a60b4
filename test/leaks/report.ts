import type { Life } from './life';
import type { PlantedResult } from './planted';
import type { Seen } from './watch/processes';

/** What a life that was followed has at least taught, by name. */
const wanted = [
  { what: 'key shares', name: /^key share \d+/, least: 5 },
  { what: 'root tokens', name: /^the root token/, least: 1 },
  { what: "tokens of the application's", name: /^a token of app/, least: 1 },
  { what: 'db-admin tokens', name: /^a token of db-admin/, least: 1 },
  { what: "credentials' passwords", name: /^the password of /, least: 1 },
  { what: 'first passwords', name: /first password/, least: 1 },
] as const;

/** @returns how many findings there are: missed ones, and invented ones */
export function reportPlanted({ title, planted, missed, invented }: PlantedResult): number {
  const found = planted - missed.length;
  console.log(`planted in ${title}: ${found} of ${planted} found`);
  for (const line of missed) console.log(`  MISSED ${line}`);
  for (const line of invented) console.log(`  INVENTED ${line}`);
  return missed.length + invented.length;
}

/** @returns how many findings there are: leaks, surprises, and secrets that it did not learn */
export function reportLife(title: string, life: Life, { count, longestGapMs }: Seen): number {
  const names = Object.keys(life.learnt.secrets());
  const learnt = wanted.map(({ what, name, least }) => {
    const count = names.filter((one) => name.test(one)).length;
    return { words: `${count} ${what}`, isEnough: count >= least };
  });
  const places = [...life.searched.values()].reduce((sum, { size }) => sum + size, 0);
  console.log(`\n${title}: ${life.scene.printed.length} commands, each followed by a search`);
  console.log(`  ${names.length} secrets learnt: ${learnt.map(({ words }) => words).join(', ')}`);
  console.log(`  ${places} places searched, of these kinds:`);
  for (const [kind, { size }] of life.searched) console.log(`    ${String(size).padStart(6)}  ${kind}`);
  console.log(`  ${count} processes seen, never longer apart than ${longestGapMs.toFixed(0)} ms`);
  console.log(`  ${life.allowed.size} found where they may stand`);

  const findings = [
    ...[...life.leaks].map((leak) => `LEAK ${leak}`),
    ...learnt.filter(({ isEnough }) => !isEnough).map(({ words }) => `NOT LEARNT no more than ${words}`),
    ...life.surprises.map((surprise) => `OTHERWISE ${surprise}`),
  ];
  for (const finding of findings) console.log(`  ${finding}`);
  return findings.length;
}
