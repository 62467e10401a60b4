/** A block of a resource, as `terraform providers schema -json` describes it. */
export interface BlockSchema {
  readonly attributes?: Readonly<
    Record<string, { readonly type?: unknown; readonly write_only?: boolean; readonly computed?: boolean }>
  >;
  readonly block_types?: Readonly<Record<string, { readonly block: BlockSchema }>>;
}

type Json = Readonly<Record<string, unknown>>;

/** What a provider reads back of something that nobody set. */
export function zeroOf(type: unknown): unknown {
  if (type === 'string') return '';
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  return Array.isArray(type) && type[0] === 'map' ? {} : [];
}

/** A resource's values with what stands in its blocks and is not set, as a provider reads it back. */
export function withZeroValues(values: Json, { block_types: blocks = {} }: BlockSchema): Json {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const schema = blocks[name]?.block;
      if (schema === undefined || !Array.isArray(value)) return [name, value];
      return [name, (value as Json[]).map((item) => withZeroValues(zeroed(item, schema), schema))];
    }),
  );
}

function zeroed(item: Json, { attributes = {} }: BlockSchema): Json {
  const entries = Object.entries(attributes).map(([name, { type, write_only: isWriteOnly }]) => {
    const value = item[name] ?? null;
    return [name, value === null && isWriteOnly !== true ? zeroOf(type) : value] as const;
  });
  return { ...item, ...Object.fromEntries(entries) };
}
