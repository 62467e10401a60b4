import type { Kind } from './kind';

/** What a person, a terminal's history or a CI job's log gets. */
export const printedKinds: readonly Kind[] = (['stdout', 'stderr'] as const).map((stream) => ({
  title: { stdout: 'standard output', stderr: 'standard error' }[stream],
  isOwn: true,
  search: ({ printed }) =>
    printed.map((program) => ({ name: `${stream} of ${program.title}`, text: program[stream] })),
  plant: async (scene, texts) => {
    const print = { stdout: 'cat', stderr: 'cat >&2' }[stream];
    await scene.run(['sh', '-c', print], { title: 'a planted leak', input: texts.join('\n') });
    return { places: texts.map(() => `${stream} of a planted leak`), remove: () => undefined };
  },
}));
