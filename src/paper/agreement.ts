import type { RunRecord } from "../experiment/record.generated.ts";

/** One activation type in one of the authors' tables. */
export interface AuthorsRow {
  readonly mean: number;
  readonly sd: number;
  /** Two-sample KS distance to the reference type; null for that type itself. */
  readonly ksToReference: number | null;
}

/** What the authors measured with one metric. */
export interface AuthorsTable {
  /** Key of the metric. */
  readonly metric: string;
  readonly unit: string;
  /** Where they printed it. */
  readonly source: string;
  readonly types: Readonly<Record<string, AuthorsRow>>;
}

/** The authors' numbers, and how near another draw of prompts must come to them. They decide nothing. */
export interface AuthorsValues {
  readonly tables: readonly AuthorsTable[];
  readonly tolerances: Readonly<Record<Quantity, number>>;
}

/** One of the authors' numbers beside ours. */
export interface Agreement {
  readonly id: string;
  readonly quantity: string;
  readonly unit: string;
  readonly authors: number;
  readonly ours: number | null;
  readonly rule: string;
  readonly agrees: boolean | null;
  readonly source: string;
}

type Quantity = keyof AuthorsRow;
const QUANTITIES = ["mean", "sd", "ksToReference"] as const satisfies readonly Quantity[];

/**
 * Our numbers beside the authors'. Whether they agree says something about the set-up (weights, SAE, prompts) and
 * never changes a verdict.
 */
export function agreementWith(
  { tables, tolerances }: AuthorsValues,
  { measurements, reference }: Pick<RunRecord, "measurements" | "reference">,
): Agreement[] {
  return tables.flatMap(({ metric, unit, source, types }) =>
    Object.entries(types).flatMap(([type, row]) =>
      QUANTITIES.flatMap((quantity): Agreement[] => {
        const authors = row[quantity];
        if (authors === null) return [];
        const ours = measurements[metric]?.[type]?.[quantity] ?? null;
        const tolerance = tolerances[quantity];
        return [
          {
            id: `${metric}.${type}.${quantity}`,
            quantity: `${metric}, ${type}, ${quantity === "ksToReference" ? `KS to ${reference}` : quantity}`,
            unit: quantity === "ksToReference" ? "probability" : unit,
            authors,
            ours,
            rule: `within ±${tolerance}`,
            agrees: ours === null ? null : Math.abs(ours - authors) <= tolerance,
            source,
          },
        ];
      }),
    ),
  );
}
