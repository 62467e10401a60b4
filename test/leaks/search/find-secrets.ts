import { forms } from './forms';

/** A text that must hold no secret, with what it is called in a failure. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Secrets by what they are called. */
export type Secrets = Readonly<Record<string, string>>;

/** Where a secret stands; never its value. */
export interface Finding {
  readonly secret: string;
  readonly form: string;
  readonly place: string;
}

interface Needle {
  readonly secret: string;
  readonly form: string;
  readonly text: string;
}

/** Whatever is shorter is found by chance. */
const shortestSecret = 12;
/** All needles are longer: they are looked up by how they begin. */
const headLength = 8;
const hashes = 1 << 16;

/** `<secret's name> <form> in <place>` for each secret found in whatever form. */
export function findSecrets(places: readonly Place[], secrets: Secrets): string[] {
  return new Finder(secrets).find(places).map(inWords);
}

export function inWords({ secret, form, place }: Finding): string {
  return `${secret} ${form} in ${place}`;
}

/** Searches texts for many secrets, in every form, in one pass. */
export class Finder {
  private readonly byHead = new Map<string, Needle[]>();
  private readonly mayBegin = new Uint8Array(hashes);

  constructor(secrets: Secrets) {
    for (const [secret, value] of Object.entries(secrets)) {
      if (value.length < shortestSecret) throw new Error(`'${secret}' is too short to be searched for`);
      const texts = new Map<string, string>();
      for (const { name, write } of forms) {
        const text = write(value);
        if (!texts.has(text)) texts.set(text, name);
      }
      for (const [text, form] of texts) this.add({ secret, form, text });
    }
  }

  find(places: readonly Place[]): Finding[] {
    return places.flatMap((place) =>
      [...this.needlesIn(place.text)].map(({ secret, form }) => ({ secret, form, place: place.name })),
    );
  }

  private add(needle: Needle): void {
    const head = needle.text.slice(0, headLength);
    this.byHead.set(head, [...(this.byHead.get(head) ?? []), needle]);
    this.mayBegin[hash(needle.text, 0)] = 1;
  }

  private needlesIn(text: string): Set<Needle> {
    const found = new Set<Needle>();
    for (let at = 0; at + headLength <= text.length; at++) {
      if (this.mayBegin[hash(text, at)] === 0) continue;
      for (const needle of this.byHead.get(text.slice(at, at + headLength)) ?? []) {
        if (text.startsWith(needle.text, at)) found.add(needle);
      }
    }
    return found;
  }
}

/** Of the first four characters: few places begin as a secret does. */
function hash(text: string, at: number): number {
  const pair = text.charCodeAt(at) + 251 * text.charCodeAt(at + 1);
  const next = text.charCodeAt(at + 2) + 251 * text.charCodeAt(at + 3);
  return (pair + 509 * next) & (hashes - 1);
}
