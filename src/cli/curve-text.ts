import { printable } from "../errors/index.ts";
import type { Output } from "../experiment/arm.ts";
import type { Tokens } from "../model/language-model.ts";
import type { LineFile } from "../report/plots/line-file.ts";
import { formatNumber } from "../report/words/format.ts";
import type { CurveFacts, CurveResult } from "../run/one-curve.ts";
import type { WordOf } from "../run/prompts/prompt-words.ts";
import { linePlot } from "./line-plot.ts";
import { textTable } from "./text-table.ts";

/** One measured curve and what is told of it. */
export interface CurveTold {
  readonly curve: CurveResult;
  readonly facts: CurveFacts;
  /** `target` is null where it was a vector. */
  readonly prompts: { readonly base: readonly number[]; readonly target: Tokens | null };
  /** Whether somebody chose the residual convention, by itself or by an SAE. */
  readonly conventionTyped: boolean;
  readonly wordOf: () => Promise<WordOf>;
}

const UNITS: Readonly<Record<Output, string>> = { l2: "residual units", kl: "nats", js: "JS distance" };

const HEIGHTS: Readonly<Record<Output, string>> = {
  l2: "L2 distance",
  kl: "KL divergence",
  js: "Jensen-Shannon distance",
};

/** What a person at a terminal reads; ends in "\n". */
export async function curveText(told: CurveTold, { plot }: { readonly plot: boolean }): Promise<string> {
  const { curve, facts, prompts } = told;
  const { output } = facts;
  const values = valuesOf(told);
  const word = await told.wordOf();
  const spelled = (tokens: Tokens) => tokens.map(word).join(" ");
  const last = values.length - 1;
  const mss = curve.maxSlopeStep;
  const unit = UNITS[output];
  const rise = mss === null ? 0 : values[mss]! - values[mss - 1]!;
  const rows = [
    ["base", spelled(prompts.base)],
    ["target", prompts.target === null ? "a vector" : spelled(prompts.target)],
    ["perturbed at", `${facts.at}, ${facts.convention} convention`],
    ["read at", facts.readAt],
    ["distance to the target", `${formatNumber(curve.distance, 4)} residual units`],
    ["step", `${values.length} points; ${facts.axis}`],
    [
      "max slope step",
      mss === null
        ? "none: the curve never rises by more than a plateau's noise"
        : `${mss}, where it rises by ${formatNumber(rise, 4)} ${unit}`,
    ],
    [`at the last step, ${last}`, `${formatNumber(values[last]!, 4)} ${unit}`],
  ];
  const picture = plot ? ["", ...pictureLines(values, { unit, axis: facts.axis, mss })] : [];
  return `${[...textTable(rows), ...picture].join("\n")}\n`;
}

function pictureLines(
  values: readonly number[],
  { unit, axis, mss }: { readonly unit: string; readonly axis: string; readonly mss: number | null },
): readonly string[] {
  return [
    `how far the read point has moved, ${unit}${mss === null ? "" : `; dotted: the max slope step, ${mss}`}`,
    ...linePlot({ values, axis: ["0", axis, String(values.length - 1)], mark: mss }),
  ];
}

/** The same curve as a picture of its own. */
export function curvePicture(told: CurveTold): LineFile {
  const { curve, facts } = told;
  const values = valuesOf(told);
  const mss = curve.maxSlopeStep;
  return {
    title: `Sensitivity curve of ${facts.model}, perturbed at ${facts.at}, read at ${facts.readAt}`,
    description: `${values.length} points; distance to the target ${formatNumber(curve.distance, 4)} residual units; max slope step ${mss ?? "none"}; at the last step ${formatNumber(values.at(-1)!, 4)} ${UNITS[facts.output]}.`,
    values,
    x: facts.axis,
    y: `${HEIGHTS[facts.output]} from step 0, ${UNITS[facts.output]}`,
    mark: mss === null ? null : { at: mss, label: `max slope step ${mss}` },
  };
}

/** Sentences for stderr about what the numbers do not say themselves. */
export function curveRemarks({ curve, facts, conventionTyped }: CurveTold): readonly string[] {
  return [
    ...facts.remarks.map((remark) => `Note: ${printable(remark)}`),
    ...(curve.distance === 0
      ? ["Base and target are the same point: the path has no length, so every value is 0."]
      : []),
    ...(facts.onSubject && !conventionTyped
      ? [
          "The stream is taken raw; a run on this model takes it in its SAE's convention, centred. Hint: --sae NAME takes the SAE's hook and convention, --convention centred the convention alone.",
        ]
      : []),
  ];
}

function valuesOf({ curve, facts }: CurveTold): readonly number[] {
  return (curve as Readonly<Record<string, unknown>>)[facts.output] as readonly number[];
}
