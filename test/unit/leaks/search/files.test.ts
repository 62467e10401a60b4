import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { canary } from '../../../leaks/canary';
import { filesUnder, pathsUnder } from '../../../leaks/search/files';
import { findSecrets } from '../../../leaks/search/find-secrets';
import { temporaryFolder } from '../../support/temporary-folder';

const secret = canary();
const found = (folder: string, options = {}) =>
  findSecrets(filesUnder(folder, options), { 'the canary': secret }).map((line) => line.replace(folder, ''));

describe('filesUnder', () => {
  it('finds a secret planted in a file of any folder', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a/.b'), { recursive: true });
    writeFileSync(join(folder, 'a/.b/planted'), `x ${secret}`);
    writeFileSync(join(folder, 'a/clean'), 'x');
    expect(found(folder)).toEqual(['the canary in clear in /a/.b/planted']);
  });

  it('finds one in a zip, as a plan is, also where it is half written', () => {
    const folder = temporaryFolder();
    const text = `${'a plan '.repeat(50)}${secret}${' goes on'.repeat(5000)}`;
    const zip = Buffer.concat([zipEntry('first', 'nothing'), zipEntry('tfplan', text)]);
    expect(zip.includes(secret)).toBe(false);
    writeFileSync(join(folder, 'whole.tfplan'), zip);
    writeFileSync(join(folder, 'half.tfplan'), zip.subarray(0, zip.length - 40));
    expect(found(folder).sort()).toEqual([
      'the canary in clear in /half.tfplan!tfplan',
      'the canary in clear in /whole.tfplan!tfplan',
    ]);
  });

  it('finds one that gzip packed', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'snapshot.gz'), gzipSync(`a snapshot with ${secret}`));
    expect(found(folder)).toEqual(['the canary in clear in /snapshot.gz!']);
  });

  it('takes a damaged archive for what it is', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'damaged.gz'),
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), Buffer.from(secret)]),
    );
    expect(found(folder)).toEqual(['the canary in clear in /damaged.gz']);
  });

  it('finds one in bytes that are no text', () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'bytes'),
      Buffer.concat([Buffer.from([0xff, 0x00, 0xc3]), Buffer.from(secret)]),
    );
    expect(found(folder)).toEqual(['the canary in clear in /bytes']);
  });

  it('leaves out what it is told to, and what is older', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'kept'), secret);
    expect(found(folder, { except: (name: string) => name === 'kept' })).toEqual([]);
    expect(found(folder, { changedSinceMs: Date.now() + 60_000 })).toEqual([]);
    expect(found(folder, { changedSinceMs: Date.now() - 60_000 })).toHaveLength(1);
  });

  it('passes over what is not there, or leads nowhere', () => {
    const folder = temporaryFolder();
    symlinkSync('nowhere', join(folder, 'link'));
    expect(found(folder)).toEqual([]);
    expect(filesUnder(join(folder, 'none'))).toEqual([]);
  });

  it('tells names, of folders too', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(pathsUnder(folder)).toEqual([join(folder, 'a'), join(folder, 'a/b')]);
  });
});

/** As Go writes it: the sizes come after the content. */
function zipEntry(name: string, text: string): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 0, 'latin1');
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), deflateRawSync(text), Buffer.alloc(16)]);
}
