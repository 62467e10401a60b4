import type { Rule } from '../rule';

/** What runs tomorrow is what was looked at today. */
export const pinnedImage: Rule = {
  id: 'pinned-image',
  title: 'Images have a tag other than latest, or a digest',
  severity: 'error',
  why: 'Another image can stand behind `latest` tomorrow: what runs was then reviewed by nobody, and a new version may not read the data of the old one.',
  remedy: 'Write the version as the tag, or better the digest: `name@sha256:…`',
  example: { address: 'docker_image.vault', message: 'has no tag: hashicorp/vault' },
  check({ resources }) {
    return resources.flatMap(({ address, type, values }) => {
      const image =
        type === 'docker_image' ? values['name'] : type === 'docker_container' ? values['image'] : undefined;
      const problem = typeof image === 'string' ? problemOf(image) : undefined;
      return problem === undefined ? [] : [{ address, message: problem }];
    });
  },
};

function problemOf(image: string): string | undefined {
  if (image === '' || /(^|@)sha256:/.test(image)) return undefined;
  // A port of a registry is no tag.
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  if (tag === undefined) return /\$\{[^}]*\}$/.test(image) ? undefined : `has no tag: ${image}`;
  return tag === 'latest' ? `has the tag latest: ${image}` : undefined;
}
