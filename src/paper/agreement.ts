import { InvalidInputError } from "../errors/index.ts";
import type { RunRecord } from "../experiment/record.generated.ts";

/** One activation type in one of the authors' tables. */
export interface AuthorsRow {
  readonly mean: number;
  readonly sd: number;
  /** Two-sample KS distance to the reference type; null for that type itself. */
  readonly ksToReference: number | null;
}

/**
 * How a number of the authors is known: printed by their code; digitised off a figure; inferred from other numbers of
 * theirs.
 */
export type Trust = "printed" | "digitised" | "inferred";

/** What the authors measured with one metric. */
export interface AuthorsTable {
  /** Key of the metric. */
  readonly metric: string;
  readonly unit: string;
  /** Where they printed it. */
  readonly source: string;
  readonly trust: Trust;
  readonly types: Readonly<Record<string, AuthorsRow>>;
  /** Where another draw may come as near as this, and why, in the place of the paper's tolerances. */
  readonly tolerances?: Readonly<Partial<Record<Quantity, number>>> & { readonly because: string };
}

/** A distribution function of the authors by some of its points. */
export interface AuthorsDistribution {
  /** Key of the metric. */
  readonly metric: string;
  readonly source: string;
  readonly trust: Trust;
  /** [value, share of runs at or below it], by activation type. */
  readonly types: Readonly<Record<string, readonly (readonly [value: number, share: number])[]>>;
}

/** A number that stands in the authors' material and must not be compared with. */
export interface InvalidValue {
  /** As a row is told: "metric.type.quantity". */
  readonly id: string;
  readonly value: number;
  readonly because: string;
}

/** The authors' numbers, and how near another draw of prompts must come to them. They decide nothing. */
export interface AuthorsValues {
  readonly tables: readonly AuthorsTable[];
  readonly tolerances: Readonly<Record<Quantity, number>>;
  /** Distribution functions, to be drawn beside ours. Default: none is known. */
  readonly distributions?: readonly AuthorsDistribution[];
  /** Default: none is known. */
  readonly invalid?: readonly InvalidValue[];
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
 *
 * Throws: InvalidInputError for a number that is known to be invalid.
 */
export function agreementWith(
  { tables, tolerances, invalid = [] }: AuthorsValues,
  { measurements, reference }: Pick<RunRecord, "measurements" | "reference">,
): Agreement[] {
  return tables.flatMap(({ metric, unit, source, trust, types, tolerances: own }) =>
    Object.entries(types).flatMap(([type, row]) =>
      QUANTITIES.flatMap((quantity): Agreement[] => {
        const authors = row[quantity];
        if (authors === null) return [];
        const ours = measurements[metric]?.[type]?.[quantity] ?? null;
        const tolerance = own?.[quantity] ?? tolerances[quantity];
        const id = `${metric}.${type}.${quantity}`;
        refuseInvalid(id, authors, invalid);
        return [
          {
            id,
            quantity: `${metric}, ${type}, ${quantity === "ksToReference" ? `KS to ${reference}` : quantity}`,
            unit: quantity === "ksToReference" ? "probability" : unit,
            authors,
            ours,
            rule: `within ±${tolerance}`,
            agrees: ours === null ? null : Math.abs(ours - authors) <= tolerance,
            source: `${source}; ${trust}`,
          },
        ];
      }),
    ),
  );
}

/** Throws: InvalidInputError where a number is one that must not be compared with. */
function refuseInvalid(id: string, value: number, invalid: readonly InvalidValue[]): void {
  const known = invalid.find((one) => one.id === id && one.value === value);
  if (known)
    throw new InvalidInputError({
      what: `the authors' value of ${id}`,
      got: value,
      want: "a valid number of theirs",
      hint: `Hint: it is known to be invalid: ${known.because}`,
    });
}
