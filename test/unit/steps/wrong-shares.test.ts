import { randomBytes } from 'node:crypto';
import { wrongShares } from '../../../steps/wrong-shares';
import { splitKey } from '../support/split-key';

const [one = '', two = '', three = '', four = ''] = splitKey(randomBytes(32), 4, 3);
const other = randomBytes(33).toString('base64');

describe('wrong shares', () => {
  it('are none where all are of one key', () => {
    expect(wrongShares([one, two, three, four], [one, two, three])).toEqual([]);
  });

  it('are those of another key', () => {
    expect(wrongShares([one, other, two, four], [one, two, four])).toEqual([other]);
  });

  it('are those that were copied wrongly, also where they say that they are another one', () => {
    const copied = Buffer.from(four, 'base64').fill(7, 0, 4).toString('base64');
    const sameNumber = Buffer.from(four, 'base64');
    sameNumber[32] = Buffer.from(one, 'base64')[32] ?? 0;
    const wrong = [copied, sameNumber.toString('base64')];
    expect(wrongShares([one, two, three, ...wrong], [one, two, three])).toEqual(wrong);
  });
});
