import { parseShare } from '../steps/share-file';
import type { HiddenPrompt } from './hidden-prompt';

/**
 * Asks until it is a share that was not given yet.
 *
 * @param known those that were given
 * @returns in base64; undefined where nobody answers any more, or with an empty line
 */
export async function askForShare(
  prompt: HiddenPrompt,
  known: readonly string[],
  question: string,
): Promise<string | undefined> {
  for (let remark = ''; ;) {
    const answer = (
      await prompt.ask(`${remark}${question} (what you type is not shown; only Enter ends): `)
    )?.trim();
    if (answer === undefined || answer === '') return undefined;
    const share = parseShare(answer);
    if (share !== undefined && !known.includes(share)) return share;
    remark =
      share === undefined
        ? 'That was no key share: give base64 or hex.\n'
        : 'That key share was given already: give another.\n';
  }
}
