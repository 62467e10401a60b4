/** Colours a text, or leaves it as it is where there is no colour. */
export type Style = (style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string) => string;

export const plain: Style = (_, text) => text;

/** The lines of a part under its title, with an empty one before it; nothing where there are none. */
export function part(style: Style, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', style('bold', title), ...lines];
}
