import type { CriterionEntry, Report } from "../report.generated.ts";
import type { Block, Figure, Section, Text } from "../sections/section.ts";
import { shortName, thresholdText, valueText } from "../words/criterion-words.ts";
import { capital, count, formatNumber, withUnit } from "../words/format.ts";
import { agreeText, meanText, unusedTexts } from "../words/replicate-words.ts";
import { LETTERS, VERDICT_LETTER } from "../words/verdict-letters.ts";
import { bootstrapErrorOf } from "./replicate-columns.ts";

/** A criterion that has replicates. */
export type Replicated = CriterionEntry & { readonly replicates: NonNullable<CriterionEntry["replicates"]> };

/** Every criterion by replicate, beside its threshold; why kept ones are not used; none where none are kept. */
export function replicatesSections(report: Report): readonly Section[] {
  const { replicates, criteria } = report;
  if (replicates === undefined) return [];
  const shown = criteria.filter((one): one is Replicated => one.replicates !== undefined);
  const first = shown.filter(({ family }) => family === "primary");
  const others = shown.filter(({ family }) => family !== "primary");
  const [open, folded] = first.length === 0 ? [others, []] : [first, others];
  const n = replicates.seeds.length;
  return [
    {
      id: "replicates",
      title: shown.length === 0 ? "One replicate" : `Over ${n} replicates`,
      short: "Replicates",
      blocks: [
        ...(shown.length === 0 ? [] : [howToRead(n, report.protocol.seed)]),
        ...unusedTexts(report).map((text): Block => ({ kind: "note", text })),
        ...(open.length === 0 ? [] : [figure("Every replicate beside its threshold", open, report)]),
        ...(folded.length === 0
          ? []
          : [
              {
                kind: "fold" as const,
                label: `${capital(count(folded.length, "criterion", "criteria"))} more, by replicate`,
                blocks: [figure("Every replicate of the others beside its threshold", folded, report)],
              },
            ]),
      ],
    },
  ];
}

function howToRead(n: number, seed: string): Block {
  return {
    kind: "note",
    text: `Runs that differ in their seed alone: another draw of prompts and of all else that is drawn. A criterion is judged over them by the 95 % t interval of its ${n} values (bar), its control and its planted effect by theirs; a primary one counts for its hypothesis where the interval that holds for all primary criteria at once (thin line) says the same. “In k of ${n}”: so many replicates have that verdict by themselves. A dot is a replicate, the ring this run, seed ${seed}; the shaded side of the upright line counts as supported. Each row has a scale of its own.`,
  };
}

function figure(title: string, shown: readonly Replicated[], { replicates }: Report): Figure {
  return {
    kind: "figure",
    drawn: { replicatesOf: shown.map(({ key }) => key) },
    title,
    sub: null,
    note: null,
    said: `A row of dots for each criterion, a dot a replicate, with the mean and its 95 % t interval, and an upright line at the threshold. ${shown.map((one) => `${shortName(one)}: ${one.replicates.verdict}, ${agreeText(one.replicates)}`).join("; ")}.`,
    series: ["replicates.csv"],
    table: {
      head: [
        { label: "criterion" },
        { label: "over all" },
        { label: "in", title: "Replicates with that verdict" },
        { label: "mean (95 % t interval)" },
        { label: "threshold" },
        { label: "sd", title: "Standard deviation between replicates" },
        { label: "sd / se", title: "The same over the bootstrap standard error of a run, on average" },
        { label: `seeds ${replicates?.seeds.join(", ")}`, title: LETTERS },
        { label: "values by seed" },
      ],
      numeric: [2, 3, 5, 6],
      rows: shown.map(row),
    },
  };
}

function row(criterion: Replicated): readonly Text[] {
  const { replicates, statistic } = criterion;
  const { of, sd, verdict } = replicates;
  const error = bootstrapErrorOf(of);
  return [
    [{ criterion }],
    [{ verdict, word: verdict }],
    agreeText(replicates).replace("in ", ""),
    meanText(criterion, replicates),
    thresholdText(criterion),
    withUnit(formatNumber(sd, 2), statistic.unit),
    sd === null || !error ? formatNumber(null) : (sd / error).toFixed(1),
    of.verdicts.map((one) => VERDICT_LETTER[one]).join(""),
    of.values.map((value) => valueText(criterion, { value, interval: replicates.interval })).join(", "),
  ];
}
