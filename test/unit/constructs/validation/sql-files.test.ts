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

function write(folder: string, name: string, text: string): string {
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
