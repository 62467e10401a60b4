import { Problem } from '../common/problem';

/** How to read each part of a system. */
export type PartReaders<Found> = { readonly [Part in keyof Found]: () => Promise<Found[Part]> };

export interface ReadParts<Found> {
  readonly found: Partial<Found>;
  readonly unread: readonly { readonly part: string; readonly problem: Problem }[];
}

/** Reads all parts side by side: one that cannot be read leaves the others. */
export async function readParts<Found>(readers: PartReaders<Found>): Promise<ReadParts<Found>> {
  const found: Partial<Found> = {};
  const unread: ReadParts<Found>['unread'][number][] = [];
  const read = async (part: keyof Found & string) => {
    try {
      found[part] = await readers[part]();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unread.push({ part, problem: error });
    }
  };
  await Promise.all((Object.keys(readers) as (keyof Found & string)[]).map(read));
  return { found, unread };
}
