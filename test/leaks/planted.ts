import { canary } from './canary';
import { kinds } from './kinds';
import type { Kind } from './kinds/kind';
import { Scene } from './scene';
import { Finder, inWords } from './search/find-secrets';
import { forms } from './search/forms';
import { byShape, findShapes, shapes } from './search/shapes';

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

/** A leak to be planted: what is written, and what a search is to say of it. */
interface Leak {
  readonly secret: string;
  readonly form: string;
  readonly text: string;
}

async function searchOne(scene: Scene, kind: Kind): Promise<PlantedResult> {
  const canaries = forms.map(({ name, write }) => ({
    secret: `the canary ${name}`,
    form: name,
    value: canary(),
    write,
  }));
  const finder = new Finder(Object.fromEntries(canaries.map(({ secret, value }) => [secret, value])));
  const leaks: Leak[] = [
    ...canaries.map(({ secret, form, value, write }) => ({ secret, form, text: write(value) })),
    ...(kind.isOwn === true ? shapes : []).map(({ secret, make }) => ({
      secret,
      form: byShape,
      text: make(),
    })),
  ];
  const search = async () => {
    const places = await kind.search(scene);
    return [...finder.find(places), ...(kind.isOwn === true ? findShapes(places) : [])].map(inWords);
  };

  const before = await search();
  const planted = await kind.plant(
    scene,
    leaks.map(({ text }) => text),
  );
  try {
    const found = await search();
    const expected = leaks.map(({ secret, form }, index) =>
      inWords({ secret, form, place: planted.places[index] ?? 'no place' }),
    );
    return {
      title: kind.title,
      planted: leaks.length,
      missed: expected.filter((finding) => !found.includes(finding)),
      invented: found.filter((finding) => !expected.includes(finding) && !before.includes(finding)),
    };
  } finally {
    await planted.remove();
  }
}
