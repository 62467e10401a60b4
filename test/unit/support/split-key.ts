import { randomBytes } from 'node:crypto';

/** Powers of 3, which makes every byte but 0 in AES' field: another way to multiply than the product's own. */
const powers: number[] = [];
for (let i = 0, value = 1; i < 255; i += 1) {
  powers.push(value);
  value ^= ((value << 1) & 0xff) ^ ((value & 0x80) === 0 ? 0 : 0x1b);
}

function multiply(one: number, other: number): number {
  if (one === 0 || other === 0) return 0;
  return powers[(powers.indexOf(one) + powers.indexOf(other)) % 255] ?? 0;
}

/** Splits a key as Vault does: a random curve a byte, and where on the curve each share lies at its end. */
export function splitKey(key: Buffer, shares: number, threshold: number): string[] {
  const curves = [...key].map((byte) => [byte, ...randomBytes(threshold - 1)]);
  return Array.from({ length: shares }, (_, index) => {
    const x = index * 7 + 1;
    const points = curves.map((curve) => curve.reduceRight((sum, factor) => multiply(sum, x) ^ factor, 0));
    return Buffer.from([...points, x]).toString('base64');
  });
}
