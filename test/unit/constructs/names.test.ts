import {
  firstPasswordFile,
  networkName,
  outputFolder,
  passwordVariable,
  stackFolder,
  stackNames,
  stateFile,
} from '../../../constructs/names';

describe('names', () => {
  it.each([
    ['my-postgres-database', 'my_postgres_database_password'],
    ['a.b', 'a_b_password'],
    ['Orders', 'Orders_password'],
    ['1st-db', '_1st_db_password'],
  ])("the variable of the connection %s's password is %s, which Terraform takes", (connection, variable) => {
    expect(passwordVariable(connection)).toBe(variable);
  });

  it('stacks are in the order of their applies', () => {
    expect(stackNames).toEqual(['containers', 'access', 'database']);
  });

  it("the default deployment is synthesized where cdktf's own commands look", () => {
    expect(outputFolder('local')).toBe('cdktf.out');
  });

  it('another deployment is synthesized beside it', () => {
    expect(outputFolder('seed')).toBe('cdktf.out.seed');
  });

  it("a stack's folder is three levels below the project", () => {
    expect(stackFolder('seed', 'access')).toBe('cdktf.out.seed/stacks/access');
  });

  it("each deployment's state is its own", () => {
    expect(stateFile('seed', 'database')).toBe('.dbvault/seed/state/database.tfstate');
  });

  it("the first password is in the deployment's folder", () => {
    expect(firstPasswordFile('seed')).toBe('.dbvault/seed/first-password');
  });

  it("the network has the deployment's name", () => {
    expect(networkName('seed')).toBe('dbvault-seed');
  });
});
