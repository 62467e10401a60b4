type Step =
  | { readonly type: 'get_attr'; readonly value: string }
  | { readonly type: 'index'; readonly value: { readonly value: number; readonly type: 'number' } };

/** Where a tree of marks says `true`, as a state names such places. */
export function sensitivePaths(marks: unknown): readonly (readonly Step[])[] {
  if (marks === true) return [[]];
  if (marks === null || typeof marks !== 'object') return [];
  return Object.entries(marks).flatMap(([key, inner]) =>
    sensitivePaths(inner).map((rest) => [stepOf(marks, key), ...rest]),
  );
}

function stepOf(marks: object, key: string): Step {
  return Array.isArray(marks)
    ? { type: 'index', value: { value: Number(key), type: 'number' } }
    : { type: 'get_attr', value: key };
}
