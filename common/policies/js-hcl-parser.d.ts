declare module 'js-hcl-parser' {
  /** @returns JSON, or a message that begins with `unable to parse` */
  export function parse(hcl: string): string;
}
