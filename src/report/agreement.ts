import type { LabRecord } from "../experiment/lab-record.ts";
import { AUTHORS } from "../papers/synthetic-activations/setup.ts";
import type { AgreementRow } from "./report.generated.ts";

/**
 * Planning figures for another draw of prompts: KS has a sampling sd of 0.02 at n = 1000, a mean MSS a standard error
 * of 0.2 to 0.4 on each side. Source: paper C.7.
 */
const TOLERANCES = { mean: 1.5, sd: 1.5, ksToReal: 0.05 } as const;

const SOURCES: Readonly<Record<keyof typeof AUTHORS, string>> = {
  "maxSlopeStep.absolute": "authors' notebooks, D3, n = 2000",
  "maxSlopeStep.relative": "authors' notebooks, D5 run a, n = 1000",
  plateauLength: "authors' notebooks, D8, n = 1000",
};

/**
 * Our numbers on GPT-2 small beside the authors'. Whether they agree says something about the set-up (weights, SAE,
 * prompts) and never changes a verdict.
 */
export function agreementWithAuthors(lab: Pick<LabRecord, "measurements">): AgreementRow[] {
  return (Object.keys(AUTHORS) as (keyof typeof AUTHORS)[]).flatMap((measurement) =>
    Object.entries(AUTHORS[measurement]).flatMap(([type, authors]) =>
      (["mean", "sd", "ksToReal"] as const).flatMap((quantity): AgreementRow[] => {
        const theirs: number | null = authors[quantity];
        if (theirs === null) return [];
        const ours = lab.measurements[measurement]?.[type]?.[quantity] ?? null;
        const tolerance = TOLERANCES[quantity];
        return [
          {
            id: `${measurement}.${type}.${quantity}`,
            quantity: `${measurement}, ${type}, ${quantity === "ksToReal" ? "KS to real" : quantity}`,
            unit: quantity === "ksToReal" ? "probability" : "steps",
            authors: theirs,
            ours,
            rule: `within ±${tolerance}`,
            agrees: ours === null ? null : Math.abs(ours - theirs) <= tolerance,
            source: SOURCES[measurement],
          },
        ];
      }),
    ),
  );
}
