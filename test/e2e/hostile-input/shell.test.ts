import fc from 'fast-check';
import { shellWord } from '../../../common/quote-shell';
import { run } from '../../../common/run';
import { hostileText, hostileTextWithoutNul, seed, someOf } from './support/texts';

describe(`a text in a shell (seed ${seed})`, () => {
  // As `eval "$(npx dbvault env)"` has it.
  const evaluate = 'eval "$(cat)"';

  it.each(['sh', 'bash'])('is what %s makes of its word', async (shell) => {
    const texts = someOf(hostileTextWithoutNul, 400);
    const lines = texts.map((text) => `value=${shellWord(text)}\nprintf '%s\\0' "$value"`);
    const { stdout, stderr } = await run(shell, ['-c', evaluate], { input: `${lines.join('\n')}\n` });
    expect(stderr).toBe('');
    expect(stdout.split('\0').slice(0, -1)).toEqual(texts);
  });

  it('is refused where it has a NUL, and only there', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const isRefused = (() => {
          try {
            shellWord(text);
            return false;
          } catch {
            return true;
          }
        })();
        expect(isRefused).toBe(text.includes('\0'));
      }),
      { seed, numRuns: 500 },
    );
  });
});
