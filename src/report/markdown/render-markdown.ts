/** The report as Markdown that GitHub renders: what the page says, with tables in the place of plots. */

import { agreesText, propertyText } from "../html/end-sections.ts";
import { cell, MEASUREMENT_KEYS } from "../html/measurement-sections.ts";
import { distributionQuantile } from "../plots/distribution-functions.ts";
import { EXPERIMENTS } from "../plots/mean-curves.ts";
import { MEASUREMENTS } from "../plots/measurement-words.ts";
import type { ClaimEntry, CurveBand, GroupSummary, Measurements, Report } from "../report.generated.ts";
import { inTypeOrder, typeStyle } from "../words/activation-types.ts";
import {
  authorsText,
  controlText,
  countsText,
  criterionName,
  expectationText,
  intervalText,
  modelLabel,
  noAgreementText,
  paperUrl,
  reproductionSummary,
  statisticName,
  thresholdText,
  unexpectedText,
  valueText,
} from "../words/claim-words.ts";
import { formatFixed, formatNumber, withUnit } from "../words/format.ts";
import { subject } from "../words/report-names.ts";
import { aboutDefinition, type Definition, keysOf, titleOf } from "../words/schema-titles.ts";
import { VERDICT_MEANING, VERDICTS } from "../words/verdict-words.ts";
import { renderClaimTable } from "./claim-table.ts";
import { blocks, code, escapeMarkdown as escaped, table } from "./markdown.ts";

/** The text of `report.md`. Equal reports give equal text. */
export function renderMarkdown(report: Report): string {
  return `${blocks(
    `# Report on ${escaped(modelLabel(report))}`,
    `![${subject(report)}: claims](badges/overall.svg) ![claims on GPT-2 small](badges/gpt2-small.svg)`,
    `> ${escaped(report.scope)}`,
    summary(report),
    "## Every criterion at a glance",
    renderClaimTable(report),
    "## Criteria, one by one",
    ...report.claims.map(criterion),
    agreement(report),
    measurements(report),
    curves(report),
    distributions(report),
    protocol(report),
    verdicts(),
    provenance(report),
  )}\n`;
}

function summary(report: Report): string {
  return blocks(
    "## Summary",
    `${countsText(report)} (of ${formatNumber(report.summary.criteria)} criteria). ${escaped(expectationText(report))}${report.summary.complete ? "" : " **Incomplete:** not every criterion could be tried."}`,
    `**Reproduction on GPT-2 small:** ${reproductionSummary(report)}.`,
  );
}

function criterion(claim: ClaimEntry): string {
  const { statistic, expected, reproduction, beside } = claim;
  const off = unexpectedText(claim);
  const facts = [
    [
      "Statistic",
      `${escaped(statisticName(claim))}${statistic.unit === "" ? "" : ` (${escaped(statistic.unit)})`}`,
    ],
    ["Value", valueText(claim)],
    [
      "95 % interval",
      `${intervalText(claim)}, ${statistic.method} bootstrap, n = ${formatNumber(claim.n)} bases`,
    ],
    [
      "Threshold",
      `supported when the whole interval is ${thresholdText(claim)}: ${escaped(claim.threshold.because)}`,
    ],
    ["Control", `${escaped(controlText(claim))}. ${escaped(claim.control.reason)}`],
    ["The authors' value", escaped(authorsText(claim))],
    ["Reproduction on GPT-2 small", `${reproduction.status}. ${escaped(reproduction.reason)}`],
    [
      "Expected of this model",
      expected === null ? "nothing" : `${expected.verdict}. ${escaped(expected.because)}`,
    ],
    ...beside.map(({ name, unit, value }) => [
      `Beside: ${escaped(name)}`,
      withUnit(formatNumber(value), unit),
    ]),
    ["Run it again", code(claim.rerun)],
  ];
  return blocks(
    `### ${escaped(criterionName(claim))}: ${claim.verdict}`,
    `${escaped(claim.statement)} ([arXiv ${escaped(claim.paper.arxiv)}](${paperUrl(claim)}), ${escaped(claim.paper.where)})`,
    off === null ? null : `**Unexpected: ${off}.** ${escaped(expected?.because ?? "")}`,
    `**${claim.verdict}:** ${escaped(claim.reason)}`,
    table(["", code(claim.id)], facts),
  );
}

function agreement(report: Report): string {
  const { agreement: rows } = report;
  return blocks(
    "## Agreement with the authors' magnitudes",
    rows === null ? noAgreementText(report) : "Separate from the verdicts, and never changing one.",
    rows === null
      ? null
      : table(
          ["quantity", "authors", "ours", "rule", "agrees", "source"],
          rows.map(({ quantity, unit, authors, ours, rule, agrees, source }) => [
            escaped(quantity),
            withUnit(formatNumber(authors, 4), unit),
            withUnit(formatNumber(ours, 4), unit),
            escaped(rule),
            agreesText(agrees),
            escaped(source),
          ]),
          [1, 2],
        ),
  );
}

const COLUMNS = [
  "mean",
  "sd",
  "median",
  "n",
  "never",
  "ksToReal",
] as const satisfies readonly (keyof GroupSummary)[];

function measurements({ measurements: all }: Report): string {
  return blocks(
    "## Measurements by activation type",
    ...MEASUREMENT_KEYS.map((key) => measurement(key, all)),
  );
}

function measurement(key: keyof Measurements, all: Measurements): string {
  const { title, unit, meaning } = MEASUREMENTS[key];
  const groups = inTypeOrder(Object.entries(all[key]), ([type]) => type);
  return blocks(
    `### ${title}`,
    `In ${unit}. ${meaning}`,
    groups.length === 0
      ? "Not measured in this run."
      : table(
          ["type", ...COLUMNS.map((column) => titleOf("GroupSummary", column)), "what it is"],
          groups.map(([type, group]) => [
            escaped(type),
            ...COLUMNS.map((column) => cell(column, group)),
            escaped(typeStyle(type).long),
          ]),
          COLUMNS.map((_, i) => i + 1),
        ),
  );
}

function curves({ curves: all }: Report): string | null {
  const experiments = Object.keys(EXPERIMENTS) as CurveBand["experiment"][];
  return blocks(
    "## Sensitivity curves",
    "Mean L2 distance of the output from its value at step 0, with the 10th and 90th percentile over bases.",
    ...experiments.map((experiment) => {
      const bands = inTypeOrder(
        all.filter((curve) => curve.experiment === experiment),
        (curve) => curve.type,
      );
      const length = Math.max(0, ...bands.map((band) => band.mean.length));
      const steps = Array.from({ length }, (_, n) => n).filter((n) => n % 20 === 0 || n === length - 1);
      return bands.length === 0
        ? null
        : blocks(
            `### ${EXPERIMENTS[experiment].title}`,
            table(
              ["step", ...bands.map((band) => escaped(band.type))],
              steps.map((n) => [String(n), ...bands.map((band) => point(band, n))]),
              bands.map((_, i) => i + 1),
            ),
          );
    }),
  );
}

function point({ mean, p10, p90 }: CurveBand, n: number): string {
  const [m, low, high] = [mean[n], p10[n], p90[n]];
  if (m === undefined || low === undefined || high === undefined) return "";
  return `${formatFixed(m, 2)} (${formatFixed(low, 2)} to ${formatFixed(high, 2)})`;
}

function distributions({ distributions: all }: Report): string {
  const shares = [0.1, 0.25, 0.5, 0.75, 0.9];
  return blocks(
    "## Distributions over bases",
    ...MEASUREMENT_KEYS.map((key) => {
      const of = inTypeOrder(
        all.filter((d) => d.measurement === key && d.values.length > 0),
        (d) => d.type,
      );
      return of.length === 0
        ? null
        : blocks(
            `### ${MEASUREMENTS[key].title}, quantiles`,
            table(
              ["type", ...shares.map((share) => `${Math.round(share * 100)} %`), "without the event"],
              of.map((d) => [
                escaped(d.type),
                ...shares.map((share) => formatNumber(distributionQuantile(d, share))),
                `${formatNumber(d.never)} of ${formatNumber(d.n)}`,
              ]),
              shares.map((_, i) => i + 1),
            ),
          );
    }),
  );
}

function protocol({ protocol: { notes, ...numbers }, model, sae }: Report): string {
  return blocks(
    "## Protocol",
    table(
      ["", ""],
      [
        ...properties("Protocol", numbers),
        ...properties("Model", model),
        ...(sae === null ? [] : properties("Sae", sae)),
      ],
    ),
    sae === null ? "No SAE: the claims that need one were not run." : null,
    notes.length === 0 ? null : `${titleOf("Protocol", "notes")}:`,
    notes.map((note) => `- ${escaped(note)}`).join("\n"),
  );
}

function verdicts(): string {
  return blocks(
    "## How to read a verdict",
    table(
      ["verdict", "meaning"],
      VERDICTS.map((verdict) => [verdict, VERDICT_MEANING[verdict]]),
    ),
    "A verdict is about the model named at the top. *Reproduction* is about GPT-2 small, the model of the paper, and nothing else.",
  );
}

function provenance({ provenance: { files, command, deviceParity, ...facts } }: Report): string {
  const parity = aboutDefinition("DeviceParity");
  return blocks(
    "## Provenance",
    code(command),
    table(
      ["", ""],
      [...properties("Provenance", facts), ...files.map(({ name, sha256 }) => [code(name), code(sha256)])],
    ),
    ...(deviceParity === undefined
      ? []
      : [
          `### ${parity.title}`,
          escaped(parity.description),
          table(["", ""], properties("DeviceParity", deviceParity)),
        ]),
  );
}

function properties(definition: Definition, values: object): string[][] {
  const record = values as Readonly<Record<string, unknown>>;
  return keysOf(definition)
    .filter((key) => Object.hasOwn(record, key))
    .map((key) => [escaped(titleOf(definition, key)), escaped(propertyText(record[key]))]);
}
