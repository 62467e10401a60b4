import { createMessage, encrypt, generateKey, readMessage, decrypt } from 'openpgp';
import { armored } from '../../../steps/armor';

describe('armor', () => {
  it('is what an OpenPGP program writes and reads', async () => {
    const { publicKey, privateKey } = await generateKey({ userIDs: [{ name: 'holder' }], format: 'object' });
    const bytes = (await encrypt({
      message: await createMessage({ text: 'share'.repeat(40) }),
      encryptionKeys: publicKey,
      format: 'binary',
    })) as Uint8Array;
    const text = armored(Buffer.from(bytes).toString('base64'));
    const { data } = (await decrypt({
      message: await readMessage({ armoredMessage: text }),
      decryptionKeys: privateKey,
    })) as { data: string };
    expect(data).toBe('share'.repeat(40));
  });

  it('has lines of 64, and a checksum', () => {
    // The checksum of nothing is its beginning, by the standard.
    expect(armored('')).toBe('-----BEGIN PGP MESSAGE-----\n\n=twTO\n-----END PGP MESSAGE-----\n');
    // The check value of its catalogue, 0x21cf02.
    expect(armored(Buffer.from('123456789').toString('base64'))).toContain('\n=Ic8C\n');
    expect(armored('A'.repeat(100)).split('\n').slice(2, 4)).toEqual(['A'.repeat(64), 'A'.repeat(36)]);
  });
});
