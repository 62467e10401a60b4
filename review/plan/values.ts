import type { Values } from './plan';

/** Empty where it is not set: the provider keeps `""`, plans null. */
export function textOf(values: Values | null, name: string): string {
  const value = values?.[name];
  return typeof value === 'string' ? value : '';
}

/** 0 where it is not set, as the provider keeps it. */
export function numberOf(values: Values | null, name: string): number {
  const value = values?.[name];
  return typeof value === 'number' ? value : 0;
}

export function listOf(values: Values | null, name: string): readonly string[] {
  const value = values?.[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A path without slashes around it, as the provider has it. */
export function pathOf(values: Values | null, name: string): string {
  return textOf(values, name).replaceAll(/^\/+|\/+$/g, '');
}

/** Blocks of a resource's values. */
export function blocksOf(values: Values | null, name: string): readonly Values[] {
  const value = values?.[name];
  return Array.isArray(value) ? (value as Values[]) : [];
}

/** The first of these that is set, else another text. */
export function firstText(values: Values | null, names: readonly string[], otherwise: string): string {
  return names.map((name) => textOf(values, name)).find((text) => text !== '') ?? otherwise;
}
