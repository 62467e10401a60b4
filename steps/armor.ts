const lineLength = 64;

/**
 * An OpenPGP message as text that mail and `gpg --decrypt` take as it is. With the checksum that the standard makes
 * optional: without it gpg complains.
 *
 * @param base64 the message's bytes
 */
export function armored(base64: string): string {
  const lines = base64.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  const checksum = `=${crc24(Buffer.from(base64, 'base64')).toString('base64')}`;
  return ['-----BEGIN PGP MESSAGE-----', '', ...lines, checksum, '-----END PGP MESSAGE-----', ''].join('\n');
}

/** As RFC 9580 has it in 6.1.1. */
function crc24(bytes: Buffer): Buffer {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit += 1) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return Buffer.from([(crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff]);
}
