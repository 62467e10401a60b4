import { isAtLeast, numbersOf } from '../../../toolchain/versions';

describe('isAtLeast', () => {
  it.each([
    ['1.11.4', '1.11', true],
    ['1.11', '1.11.0', true],
    ['v1.9.8', '1.11', false],
    ['1.9.8', '1.11', false],
    ['2.0', '1.11.9', true],
    ['go1.26.8', '1.26.6', true],
    ['go1.26', '1.26.6', false],
    ['1.12.0-beta1', '1.11', true],
    ['20.10.24+dfsg1', '20.10', true],
    ['devel', '1.11', false],
    ['', '1.11', false],
  ])('says of %s and %s: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});

describe('numbersOf', () => {
  it('leaves out what comes after the numbers', () => {
    expect(numbersOf('20.10.24+dfsg1')).toEqual([20, 10, 24]);
  });
});
