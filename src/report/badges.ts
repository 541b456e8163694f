/** Badges: one for all hypotheses, one for the status on the paper's subject, one a hypothesis, one a criterion. SVG and shields endpoint. */
import { makeBadge } from "badge-maker";
import type { CommonVerdict, Report, Verdict } from "./report.generated.ts";
import { shortName } from "./words/criterion-words.ts";
import { hypothesisBadgeNames } from "./words/hypothesis-slug.ts";
import { countedIn, countsInWords, firstVerdict, overallVerdict } from "./words/hypothesis-words.ts";
import { replicatesIn, unreplicatedText } from "./words/replicate-words.ts";
import { modelWords } from "./words/subject-words.ts";
import { reproductionSummary } from "./words/summary-words.ts";
import { verdictShort } from "./words/verdict-text.ts";
import { STATUS_OF } from "./words/verdict-words.ts";
import { visibleLine } from "./words/visible.ts";

/** What shields.io reads from an endpoint. */
export interface ShieldsEndpoint {
  schemaVersion: 1;
  label: string;
  message: string;
  color: string;
  isError?: true;
}

/** One badge; `name` is the path of its file in the folder of badges, without extension. */
export interface Badge {
  name: string;
  svg: string;
  endpoint: ShieldsEndpoint;
}

/** Dark enough for white text. */
const COLOURS: Readonly<Record<CommonVerdict, string>> = {
  supported: "#0a7350",
  contradicted: "#a8400d",
  inconclusive: "#806300",
  "not-run": "#5f6671",
  error: "#9a1150",
  mixed: "#2c5f94",
};

/** The colour of a status is that of its verdict. */
function statusColour(status: string): string {
  const verdict = (Object.keys(STATUS_OF) as Verdict[]).find((one) => STATUS_OF[one] === status);
  return COLOURS[verdict ?? "mixed"];
}

/** All badges of a report. A badge of an organism says so in its label. */
export function badgesOf(report: Report): Badge[] {
  const whose = modelWords(report).short;
  const { key, name } = report.paper.subject;
  const status = reproductionSummary(report);
  return [
    badge("overall", `${whose}: claims`, overallMessage(report), overallColour(report)),
    badge(key, `claims on ${name}`, status, statusColour(status)),
    ...hypothesisBadges(report, whose),
    ...report.criteria.map((criterion) =>
      badge(
        criterion.key,
        `${whose}: ${shortName(criterion)}`,
        verdictShort(criterion),
        COLOURS[criterion.verdict],
        criterion.verdict === "error",
      ),
    ),
  ];
}

/** One a hypothesis. */
function hypothesisBadges(report: Report, whose: string): Badge[] {
  const { hypotheses = [], paper } = report;
  const names = hypothesisBadgeNames(paper.id, hypotheses);
  return hypotheses.map((hypothesis, i) => {
    const verdict = firstVerdict(hypothesis);
    const n = hypothesis.replicates ? replicatesIn(report) : 1;
    const said = n === 1 ? verdict : `${verdict} (${n} replicates)`;
    return badge(names[i]!, `${whose}: ${hypothesis.id}`, said, COLOURS[verdict], verdict === "error");
  });
}

function badge(name: string, said: string, what: string, color: string, isError = false): Badge {
  const [label, message] = [visibleLine(said), visibleLine(what)];
  const idSuffix = `-${name.replace(/[^A-Za-z0-9]/g, "-")}`;
  const svg = makeBadge({ label, message, color, style: "flat", idSuffix })
    .replaceAll('id="blur"', `id="blur${idSuffix}"`) // the one id the suffix does not reach
    .replaceAll("url(#blur)", `url(#blur${idSuffix})`);
  return {
    name,
    svg: `${svg}\n`,
    endpoint: { schemaVersion: 1, label, message, color, ...(isError && { isError }) },
  };
}

function overallMessage(report: Report): string {
  const unexpected = report.summary.unexpected.length;
  const n = replicatesIn(report);
  const besides = [
    ...(n === 1 ? [] : [`${n} replicates${unreplicatedText(report) === "" ? "" : ", not of all"}`]),
    ...(unexpected === 0 ? [] : [`${unexpected} unexpected`]),
  ];
  const counts = countsInWords(countedIn(report).entries) || "none";
  return besides.length === 0 ? counts : `${counts} (${besides.join(", ")})`;
}

function overallColour(report: Report): string {
  const verdict = overallVerdict(report);
  return COLOURS[verdict !== "error" && report.summary.unexpected.length > 0 ? "contradicted" : verdict];
}
