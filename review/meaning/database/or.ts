/** The text, or what stands where there is none. */
export function or(text: string | undefined, otherwise = 'unset'): string {
  return text === undefined || text === '' ? otherwise : text;
}
