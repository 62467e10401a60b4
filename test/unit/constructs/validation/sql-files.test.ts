import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, projectFolder } from '../../../../common/project';
import { resolveDeployment } from '../../../../constructs/deployment';
import { caught } from '../../support/caught';

const creation = `CREATE ROLE "{{name}}" PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`;

// A file of a deployment must be in its folder of the project: there is no other place to try one.
let sqlFolder: string;
let policiesFolder: string;

beforeAll(() => {
  sqlFolder = mkdtempSync(inProject('sql/test-'));
  policiesFolder = mkdtempSync(inProject('policies/test-'));
});

afterAll(() => {
  for (const folder of [sqlFolder, policiesFolder]) rmSync(folder, { recursive: true });
});

function write(folder: string, name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return relative(projectFolder, file);
}

function withFiles(files: { creationSql?: string; revocationSql?: string; app?: string }) {
  const { app = 'policies/app.hcl', ...sql } = files;
  return resolveDeployment({
    name: 'plain',
    policies: { app },
    connections: { pg: {} },
    roles: { reader: { connection: 'pg', creationSql: 'sql/readonly.sql', ...sql } },
  });
}

describe("a role's SQL file", () => {
  it.each(['name', 'password', 'expiration'])('must have {{%s}} where it makes users', (placeholder) => {
    const text = creation.replace(`{{${placeholder}}}`, '');
    const creationSql = write(sqlFolder, `without-${placeholder}.sql`, text);
    const problem = `'roles.reader.creationSql' ("${creationSql}") lacks {{${placeholder}}}: Vault fills them in, so add them`;
    expect(caught(() => withFiles({ creationSql }))).toHaveProperty('why', `\n  - ${problem}`);
  });

  it('is taken from a folder below sql/', () => {
    const creationSql = write(sqlFolder, 'whole.sql', creation);
    expect(withFiles({ creationSql }).roles[0]?.creationSql).toBe(creation);
  });

  it('is trimmed, as Vault trims it', () => {
    const creationSql = write(sqlFolder, 'spaces.sql', `\n  ${creation}\n\n`);
    expect(withFiles({ creationSql }).roles[0]?.creationSql).toBe(creation);
  });

  it("has one platform's line ends, whatever the checkout has", () => {
    const creationSql = write(sqlFolder, 'crlf.sql', `-- a\r\n${creation}\r\n`);
    expect(withFiles({ creationSql }).roles[0]?.creationSql).toBe(`-- a\n${creation}`);
  });

  it('is trimmed of what is white space to Vault alone', () => {
    const creationSql = write(sqlFolder, 'next-line.sql', `\u0085 ${creation} \u0085\n`);
    expect(withFiles({ creationSql }).roles[0]?.creationSql).toBe(creation);
  });

  it('cannot be empty', () => {
    const revocationSql = write(sqlFolder, 'empty.sql', '');
    expect(caught(() => withFiles({ revocationSql }))).toHaveProperty(
      'why',
      expect.stringContaining('lacks {{name}}'),
    );
  });

  it('cannot be a folder', () => {
    mkdirSync(join(sqlFolder, 'folder.sql'));
    const creationSql = relative(projectFolder, join(sqlFolder, 'folder.sql'));
    expect(caught(() => withFiles({ creationSql }))).toHaveProperty(
      'why',
      expect.stringContaining('does not exist'),
    );
  });
});

describe("a policy's file", () => {
  it.each(['', ' \n\t\n'])('cannot be empty: %j', (text) => {
    const app = write(policiesFolder, 'empty.hcl', text);
    const problem = `'policies.app' ("${app}") is an empty file: write the policy`;
    expect(caught(() => withFiles({ app }))).toHaveProperty('why', `\n  - ${problem}`);
  });

  it('is taken as it stands', () => {
    const hcl = '# comment\npath "a" {}\n\n';
    const app = write(policiesFolder, 'whole.hcl', hcl);
    expect(withFiles({ app }).policies.find(({ name }) => name === 'app')?.hcl).toBe(hcl);
  });
});

describe('a file that would reach Vault or PostgreSQL as another text', () => {
  const joined =
    'has letters and accents as separate characters, which Terraform would join: save it in the form NFC of Unicode';

  it.each([
    ['in another encoding', Buffer.from('# K\u00f6nig', 'latin1'), 'is not in UTF-8: save it as UTF-8'],
    ['with NUL', '# \0', 'holds a NUL character, which neither Vault nor PostgreSQL takes: remove it'],
    [
      "with a mark of cdktf's",
      '# ${TfToken[TOKEN.0]}',
      'holds "TfToken[", which cdktf takes for its own: write it otherwise',
    ],
    ['with an accent of its own', '# Ko\u0308nig', joined],
    ['with many accents on a letter', `# x${'\u0301'.repeat(31)}`, joined],
    [
      'with two marks at its beginning',
      '\ufeff\ufeffpath "a" {}',
      'begins with two byte order marks, and Terraform would take one away: remove them',
    ],
  ])('is refused: %s', (_, text, problem) => {
    const app = write(policiesFolder, 'other.hcl', text);
    expect(caught(() => withFiles({ app }))).toHaveProperty(
      'why',
      `\n  - 'policies.app' ("${app}") ${problem}`,
    );
  });

  it('is taken without the mark that some editors begin it with', () => {
    const app = write(policiesFolder, 'mark.hcl', '\ufeff# K\u00f6nig\n');
    expect(withFiles({ app }).policies.find(({ name }) => name === 'app')?.hcl).toBe('# K\u00f6nig\n');
  });
});
