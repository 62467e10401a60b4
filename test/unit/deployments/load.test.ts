import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenDeployment, knownDeployments, loadDeployment } from '../../../deployments/load';
import { caught } from '../support/caught';
import { temporaryFolder } from '../support/temporary-folder';

const before = process.env['DBVAULT_DEPLOYMENT'];

afterEach(() => {
  if (before === undefined) delete process.env['DBVAULT_DEPLOYMENT'];
  else process.env['DBVAULT_DEPLOYMENT'] = before;
});

describe('the deployment that is meant', () => {
  it('is local where none is named', () => {
    delete process.env['DBVAULT_DEPLOYMENT'];
    expect(chosenDeployment()).toBe('local');
  });

  it('is the one that the environment names', () => {
    process.env['DBVAULT_DEPLOYMENT'] = 'seed';
    expect(chosenDeployment()).toBe('seed');
  });

  it('is the one that the option names, above all', () => {
    process.env['DBVAULT_DEPLOYMENT'] = 'seed';
    expect(chosenDeployment('other')).toBe('other');
  });
});

describe('loading a deployment', () => {
  it.each(knownDeployments())('finds %s, whose name is that of its file', (name) => {
    expect(loadDeployment(name).name).toBe(name);
  });

  it('knows local and seed', () => {
    expect(knownDeployments()).toEqual(expect.arrayContaining(['local', 'seed']));
  });

  it('takes the path of a file', () => {
    const file = join(temporaryFolder(), 'mine.ts');
    const roles = "{ r: { connection: 'pg', creationSql: 'sql/readonly.sql' } }";
    writeFileSync(
      file,
      `export const deployment = { name: 'mine', connections: { pg: {} }, roles: ${roles} };`,
    );
    expect(loadDeployment(file).name).toBe('mine');
  });

  it.each(['absent', '../main', 'load/../local', '', '/etc/passwd', 'a b', 'absent.ts', 'local\n'])(
    'refuses %j as wrong usage',
    (name) => {
      expect(caught(() => loadDeployment(name))).toMatchObject({
        what: `There is no deployment '${name}'`,
        exitCode: 64,
      });
    },
  );

  it('names those that there are', () => {
    expect(caught(() => loadDeployment('absent'))).toHaveProperty(
      'why',
      `deployments/ has ${knownDeployments().join(', ')}`,
    );
  });

  it.each(['load', 'load.ts', './deployments/load.ts'])('does not take the loader for one: %s', (name) => {
    expect(caught(() => loadDeployment(name))).toHaveProperty('exitCode', 64);
  });

  it('refuses a file that exports none', () => {
    const file = join(temporaryFolder(), 'empty.ts');
    writeFileSync(file, 'export const deploiment = {};');
    expect(caught(() => loadDeployment(file))).toMatchObject({
      what: "empty.ts exports no 'deployment'",
      exitCode: 64,
    });
  });

  it("refuses a deployment that is wrong, with the deployment's problems", () => {
    const file = join(temporaryFolder(), 'wrong.ts');
    writeFileSync(file, 'export const deployment = {};');
    expect(caught(() => loadDeployment(file))).toHaveProperty('what', 'The deployment has 3 problems');
  });
});
