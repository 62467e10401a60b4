import { endpointInWords, endpointOf, strengthOf } from '../../../../review/meaning/database/endpoint';

const of = (connection_url: string, more: object = {}) => endpointOf({ connection_url, ...more });

describe('where a connection leads to', () => {
  it.each([
    ['postgresql://{{username}}:{{password}}@pg:5432/app?sslmode=require', 'pg:5432/app as vault'],
    ['postgres://{{username}}:{{password}}@pg/app', 'pg:5432/app as vault'],
    ['postgresql://root:(sensitive)@pg:5432/app', 'pg:5432/app as root'],
    ['postgresql://root:p@ss@pg:5432/app', 'pg:5432/app as root'],
    ['postgresql://{{username}}:{{password}}@a:1,b:2/app', 'a:1,b:2/app as vault'],
    ['postgresql://{{username}}:{{password}}@[::1]:5433/app', '[::1]:5433/app as vault'],
    ['host=pg port=5433 user={{username}} password={{password}} dbname=app', 'pg:5433/app as vault'],
    ["host='pg' dbname=app user=root password=a@b/c", 'pg:5432/app as root'],
    ['{{username}}:{{password}}@tcp(my:3306)/', 'my:3306 as vault'],
    ['{{username}}:{{password}}@tcp(my)/shop?tls=true', 'my:3306/shop as vault'],
    ['sqlserver://{{username}}:{{password}}@ms:1433?database=shop', 'ms:1433/shop as vault'],
    ['mongodb://{{username}}:{{password}}@mo:27017/admin?tls=true', 'mo:27017/admin as vault'],
    ['', 'its database as vault'],
    ['what is this', 'its database as vault'],
  ])('%s', (url, words) => {
    const told = endpointInWords(of(url, { username: 'vault' }));
    expect(told).toBe(words);
    expect(told).not.toMatch(/p@ss|a@b|sensitive/);
  });

  it('is told by attributes too', () => {
    expect(endpointInWords(endpointOf({ hosts: ['a', 'b'], port: 9042, username: 'root' }))).toBe(
      'a,b:9042 as root',
    );
  });

  it.each([
    ['sslmode', 'postgresql://pg/x?sslmode=disable', 'postgresql://pg/x?sslmode=allow'],
    ['sslmode', 'postgresql://pg/x?sslmode=allow', 'postgresql://pg/x'],
    ['sslmode', 'postgresql://pg/x', 'host=pg sslmode=require'],
    ['sslmode', 'postgresql://pg/x?sslmode=require', 'postgresql://pg/x?sslmode=verify-ca'],
    ['sslmode', 'postgresql://pg/x?sslmode=verify-ca', 'postgresql://pg/x?sslmode=verify-full'],
    ['tls', 'u:p@tcp(my)/', 'u:p@tcp(my)/?tls=skip-verify'],
    ['tls', 'u:p@tcp(my)/?tls=skip-verify', 'u:p@tcp(my)/?tls=true'],
    ['encrypt', 'sqlserver://ms?encrypt=disable', 'sqlserver://ms?encrypt=true'],
  ])('%s: %s protects less than %s', (option, weak, strong) => {
    const [less, more] = [strengthOf(option, of(weak)), strengthOf(option, of(strong))];
    expect(less).toBeLessThan(more ?? -1);
  });

  it("does not judge a protection of a name of one's own", () => {
    expect(strengthOf('tls', of('u:p@tcp(my)/?tls=custom'))).toBeUndefined();
  });

  it('takes no long over what is long', () => {
    const started = performance.now();
    of(`postgresql://${'{{a}}'.repeat(5000)}`);
    of(`${'a='.repeat(5000)} `);
    of(`${'a:'.repeat(5000)}@`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
