import {
  databaseStack,
  firstPasswordFile,
  networkName,
  outputFolder,
  passwordVariable,
  readonlyGroupOf,
  serverPasswordFile,
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
    const connections = [{ name: 'orders' }, { name: 'billing' }];
    expect(stackNames({ connections })).toEqual([
      'containers',
      'access',
      'database-orders',
      'database-billing',
    ]);
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
    expect(stateFile('seed', databaseStack('pg'))).toBe('.dbvault/seed/state/database-pg.tfstate');
  });

  it("the first passwords are in the deployment's folder, one a connection", () => {
    expect(serverPasswordFile('seed')).toBe('.dbvault/seed/first-password');
    expect(firstPasswordFile('seed', 'pg')).toBe('.dbvault/seed/first-passwords/pg');
  });

  it.each([
    ['postgres', 'app_readonly'],
    ['orders', 'app_readonly_orders'],
  ])('the group of those who read %s is %s', (database, group) => {
    expect(readonlyGroupOf(database, 'postgres')).toBe(group);
  });

  it("the network has the deployment's name", () => {
    expect(networkName('seed')).toBe('dbvault-seed');
  });
});
