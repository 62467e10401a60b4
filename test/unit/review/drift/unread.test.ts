import { compareOrphans } from '../../../../review/drift/orphans';
import { unreadParts, unreadSystem } from '../../../../review/drift/unread';
import { inLine, ways } from './support/ways';

describe('what could not be looked at', () => {
  it('is told of a system, with how to get it back', () => {
    const told = unreadSystem('Vault', { what: 'Vault is sealed', why: undefined }, 'npx dbvault unseal');
    expect(told).toMatchObject({ system: 'Vault', next: 'npx dbvault unseal' });
    expect(inLine(told)).toBe(
      'high Vault: something that can be looked at → nobody can tell what it has: Vault is sealed',
    );
    const why = { what: 'Vault did not answer', why: 'ECONNREFUSED' };
    expect(unreadSystem('Vault', why, '').found).toContain(': Vault did not answer: ECONNREFUSED');
  });

  it('is told of parts, those for the same reason together', () => {
    const refused = { what: 'Vault refused it', why: 'its policy does not allow this' };
    const parts = [
      { part: 'authMounts', problem: refused },
      { part: 'groups', problem: { what: 'Vault did not answer', why: undefined } },
      { part: 'policies', problem: refused },
    ];
    expect(unreadParts('Vault', parts, ways.up).map(inLine)).toEqual([
      'high Vault: auth mounts and policies: what can be looked at → nobody can tell: its policy does not allow this',
      'high Vault: groups: what can be looked at → nobody can tell: Vault did not answer',
    ]);
    expect(unreadParts('Vault', [], ways.up)).toEqual([]);
  });
});

describe('users and leases that do not belong together', () => {
  it('are told, each of the system that has them', () => {
    const told = compareOrphans({ users: 2, usersInWords: '2: a, b', leases: 3 }, ways);
    expect(told.map(({ system }) => system)).toEqual(['PostgreSQL', 'Vault']);
    expect(told.map(inLine)).toEqual([
      'high users that Vault knows no more: none → 2: a, b: nobody ends them',
      'low leases whose users are gone: none → 3: somebody dropped their users',
    ]);
    expect(compareOrphans({ users: 0, usersInWords: '0', leases: 0 }, ways)).toEqual([]);
  });
});
