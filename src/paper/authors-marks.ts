import type { AuthorsValues, Trust } from "./agreement.ts";

/** Where a drawing of one metric and type has marks of the authors. */
export interface AuthorsMark {
  readonly metric: string;
  readonly type: string;
  readonly trust: Trust;
  readonly source: string;
  /** Points of a distribution function; a share of null is a mean. */
  readonly at: readonly { readonly value: number; readonly share: number | null }[];
}

/** Every mean and every point of a distribution function that the authors left, with its trust. They decide nothing. */
export function authorsMarks({ tables, distributions = [] }: AuthorsValues): readonly AuthorsMark[] {
  const means = tables.flatMap(({ metric, source, trust, types }) =>
    Object.entries(types).map(([type, { mean }]) => ({
      metric,
      type,
      trust,
      source,
      at: [{ value: mean, share: null }],
    })),
  );
  const points = distributions.flatMap(({ metric, source, trust, types }) =>
    Object.entries(types).map(([type, knots]) => ({
      metric,
      type,
      trust,
      source,
      at: knots.map(([value, share]) => ({ value, share })),
    })),
  );
  return [...means, ...points];
}
