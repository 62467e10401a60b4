import { canary } from './canary';
import { kinds } from './kinds';
import type { Kind } from './kinds/kind';
import { Scene } from './scene';
import { Finder, inWords, type Secrets } from './search/find-secrets';
import { forms } from './search/forms';

/** What a search of planted leaks told, where it was not exactly those. */
export interface PlantedResult {
  readonly title: string;
  readonly planted: number;
  readonly missed: readonly string[];
  readonly invented: readonly string[];
}

/** Leaks a secret of its own in each form to each kind of place, for real, and searches there. */
export async function searchPlanted(report: (result: PlantedResult) => void): Promise<PlantedResult[]> {
  const scene = new Scene('e2e-leaks-planted');
  const results: PlantedResult[] = [];
  try {
    for (const kind of kinds) {
      const result = await searchOne(scene, kind);
      report(result);
      results.push(result);
    }
  } finally {
    await scene.close();
  }
  return results;
}

async function searchOne(scene: Scene, kind: Kind): Promise<PlantedResult> {
  const leaks = forms.map(({ name, write }) => ({
    secret: `the canary ${name}`,
    form: name,
    value: canary(),
    write,
  }));
  const secrets: Secrets = Object.fromEntries(leaks.map(({ secret, value }) => [secret, value]));
  const finder = new Finder(secrets);
  const before = finder.find(await kind.search(scene)).map(inWords);
  const planted = await kind.plant(
    scene,
    leaks.map(({ value, write }) => write(value)),
  );
  try {
    const found = finder.find(await kind.search(scene)).map(inWords);
    const expected = leaks.map(({ secret, form }, index) =>
      inWords({ secret, form, place: planted.places[index] ?? 'no place' }),
    );
    return {
      title: kind.title,
      planted: leaks.length,
      missed: expected.filter((finding) => !found.includes(finding)),
      invented: [...before, ...found].filter((finding) => !expected.includes(finding)),
    };
  } finally {
    await planted.remove();
  }
}
