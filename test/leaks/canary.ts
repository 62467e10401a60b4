import { randomBytes, randomInt } from 'node:crypto';
import { forms } from './search/forms';

/** Each of them is written in another way by someone. */
const oddCharacters = `"'\\<>&%+/$ ?~;*\``;

/**
 * A password that is nobody else's, and that stands nowhere in two forms that are the same: each form can be told.
 * Printable, as every first password must be.
 */
export function canary(): string {
  for (;;) {
    const odd = Array.from({ length: 24 }, () => oddCharacters[randomInt(oddCharacters.length)]).join('');
    const value = `canary-${randomBytes(9).toString('hex')}\${x}%{y}${odd}z`;
    if (isTold(value)) return value;
  }
}

/** Also as a file's name, where a path has no empty part. */
const isNoPath = /(^|\/)\.{0,2}(\/|$)/;

function isTold(value: string): boolean {
  const texts = forms.map(({ write }) => write(value));
  if (texts.some((text) => isNoPath.test(text))) return false;
  return texts.every((one, index) => !texts.some((other, at) => at !== index && one.includes(other)));
}
