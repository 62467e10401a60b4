import type { Proof } from '../steps/verify';

/** For machines: each claim once. */
export function claimsOf(proofs: readonly Proof[]): string[] {
  return [...new Set(proofs.map(({ claim }) => claim))];
}

/** For people: what was proven of the first connection, and of which others the same was. */
export function proofsInWords(proofs: readonly Proof[]): string[] {
  const connections = [...new Set(proofs.flatMap(({ connection }) => connection ?? []))];
  const [first, ...others] = connections;
  const shown = proofs.filter(({ connection }) => connection === undefined || connection === first);
  const own = claimsOf(shown.filter(({ connection }) => connection !== undefined));
  const whole = claimsOf(shown.filter(({ connection }) => connection === undefined));
  if (others.length === 0) return [...own, ...whole];
  return [...own, `the same of ${others.join(', ')}`, ...whole];
}
