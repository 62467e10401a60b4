import type { PlanJson } from './plan-json';

/** A resource in Terraform's state, with the paths of what is sensitive in it. */
export interface SettledResource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sensitive: readonly (readonly (string | number)[])[];
}

/** The plan that Terraform makes of a stack where nothing would change. */
export function settledPlan(resources: readonly SettledResource[]): PlanJson {
  return {
    format_version: '1.2',
    resource_changes: resources.map(({ address, type, name, attributes, sensitive }) => {
      const marks = marksOf(sensitive);
      return {
        address,
        type,
        name,
        mode: 'managed',
        change: {
          actions: ['no-op'],
          before: attributes,
          after: attributes,
          before_sensitive: marks,
          after_sensitive: marks,
        },
      };
    }),
  };
}

type Marks = Record<string, unknown>;

function marksOf(paths: SettledResource['sensitive']): Marks {
  const marks: Marks = {};
  for (const path of paths) {
    let branch = marks;
    path.forEach((step, index) => {
      if (index === path.length - 1) branch[step] = true;
      else branch = (branch[step] ??= {}) as Marks;
    });
  }
  return marks;
}
