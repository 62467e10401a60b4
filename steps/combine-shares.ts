/**
 * The key that was split into shares, by Shamir's scheme over the 256 bytes of AES' field: each byte of the key is
 * where a curve through the shares' bytes meets zero. The last byte of a share says where on the curve it lies.
 *
 * @param shares base64; any that are as many as the threshold give the key, and fewer or wrong ones another
 */
export function combineShares(shares: readonly string[]): Buffer {
  const points = shares.map((share) => Buffer.from(share, 'base64'));
  const [first = Buffer.alloc(0)] = points;
  // A key with one share is not split.
  if (points.length === 1) return first;
  const at = points.map((point) => point.at(-1) ?? 0);
  const weights = at.map((x, index) =>
    at.reduce((weight, other, i) => (i === index ? weight : multiply(weight, divide(other, other ^ x))), 1),
  );
  return Buffer.from(
    first
      .subarray(0, -1)
      .map((_, byte) =>
        points.reduce((sum, point, index) => sum ^ multiply(point[byte] ?? 0, weights[index] ?? 0), 0),
      ),
  );
}

const reduction = 0x11b;

function multiply(one: number, other: number): number {
  let product = 0;
  for (let factor = one, rest = other; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) product ^= factor;
    factor <<= 1;
    if (factor > 0xff) factor ^= reduction;
  }
  return product;
}

/** Every byte but 0 to the power of 255 is 1, so to the power of 254 it is its inverse. */
function divide(dividend: number, divisor: number): number {
  let inverse = 1;
  for (let i = 0; i < 254; i += 1) inverse = multiply(inverse, divisor);
  return multiply(dividend, inverse);
}
