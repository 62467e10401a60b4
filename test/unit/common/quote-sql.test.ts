import { connectionStringValue, sqlName, sqlText } from '../../../common/quote-sql';

describe('sqlName', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b', '"a""b"'],
    ["it's", `"it's"`],
    ['a\\b', '"a\\b"'],
  ])('%j becomes %s', (name, quoted) => {
    expect(sqlName(name)).toBe(quoted);
  });

  it.each(['', 'a'.repeat(64), 'é'.repeat(32)])('refuses %j, which PostgreSQL cannot have', (name) => {
    expect(() => sqlName(name)).toThrow('A name in PostgreSQL has 1 to 63 bytes');
  });
});

describe('sqlText', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", "'it''s'"],
    ['a\\', "E'a\\\\'"],
    ["\\'", "E'\\\\'''"],
    ['', "''"],
  ])('%j becomes %s', (text, quoted) => {
    expect(sqlText(text)).toBe(quoted);
  });
});

describe('connectionStringValue', () => {
  it.each([
    ['host=elsewhere', "'host=elsewhere'"],
    ["it's", "'it\\'s'"],
    ['a\\b', "'a\\\\b'"],
  ])('%j becomes %s', (value, quoted) => {
    expect(connectionStringValue(value)).toBe(quoted);
  });
});

it.each([sqlName, sqlText, connectionStringValue])('%p refuses NUL', (quote) => {
  expect(() => quote('a\0b')).toThrow('PostgreSQL cannot hold a text with NUL');
});
