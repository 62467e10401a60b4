/** What a comment on GitHub may be long. */
export const longestComment = 65_536;

/** A piece of a report that can be left out in parts. */
export interface Part {
  /** Shown while the part is folded, in HTML; without one it is not folded. */
  readonly summary?: string;
  /** @default false */
  readonly isOpen?: boolean;
  /** Before the items, such as the head of a table. */
  readonly head?: string;
  readonly items: readonly string[];
  /** Rows of a table stand on lines, blocks have an empty line between them. @default row */
  readonly itemsAre?: 'row' | 'block';
}

/**
 * Puts parts one below the other, and leaves out items that the limit has no room for, with a sentence that says so.
 * What is folded gives way to what is not, and a later part to an earlier one.
 *
 * @param room how many characters (UTF-16) there are
 */
export function fit(parts: readonly Part[], room: number): string {
  const withItems = parts.filter(({ items }) => items.length > 0);
  // Whatever becomes of the items, there is room for what stands around them.
  const around = withItems.map(
    (part) => partText(part, [], part.items.length).length + (part.head ?? '').length + 4,
  );
  let left = room - around.reduce((sum, length) => sum + length, 0);
  return withItems
    .map((part) => {
      const kept: string[] = [];
      for (const item of part.items) {
        const length = item.length + separatorOf(part).length;
        if (length <= left) {
          kept.push(item);
          left -= length;
        } else if (part.summary === undefined) {
          left = 0;
        }
      }
      return partText(part, kept, part.items.length - kept.length);
    })
    .join('\n\n');
}

function partText(part: Part, kept: readonly string[], leftOut: number): string {
  const { summary, isOpen = false, head, items } = part;
  const body = [...(head === undefined ? [] : [head]), ...kept].join(separatorOf(part));
  const blocks = [
    ...(kept.length === 0 ? [] : [body]),
    ...(leftOut === 0 ? [] : [cutSentence(leftOut, items.length)]),
  ];
  if (summary === undefined) return blocks.join('\n\n');
  const opening = `<details${isOpen ? ' open' : ''}>\n<summary>${summary}</summary>`;
  return [opening, ...blocks, '</details>'].join('\n\n');
}

function cutSentence(leftOut: number, all: number): string {
  const what = leftOut === all ? `All ${all}` : `${leftOut} of ${all}`;
  const limit = longestComment.toLocaleString('en');
  return `*${what} are left out here: a comment has ${limit} characters at the most. \`npx dbvault plan --html\` shows them.*`;
}

function separatorOf({ itemsAre = 'row' }: Part): string {
  return itemsAre === 'row' ? '\n' : '\n\n';
}
