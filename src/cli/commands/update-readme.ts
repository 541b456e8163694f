import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MalformedFileError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";
import { readReport } from "../../files/report-files.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { type Badge, badgesOf } from "../../report/badges.ts";
import { renderCriterionTable } from "../../report/markdown/criterion-table.ts";
import { renderHypothesisTable } from "../../report/markdown/hypothesis-table.ts";
import { blocks, escapeMarkdown } from "../../report/markdown/markdown.ts";
import type { CommonVerdict, Report } from "../../report/report.generated.ts";
import { list } from "../../report/words/format.ts";
import { hypothesisBadgeNames } from "../../report/words/hypothesis-slug.ts";
import { countedIn, countsOf, firstVerdict } from "../../report/words/hypothesis-words.ts";
import { replicateCount, replicatesIn } from "../../report/words/replicate-words.ts";
import { README_FIGURE, readmeFigure } from "./readme-figure.ts";

/** The report that is committed, and what stands in README. */
const COMMITTED_REPORT = "reports/organism";

const IN_CHECKOUT = "Hint: restore it from version control.";
const BEGIN = "<!-- generated from reports/organism/report.json by npm run cli -- update-readme -->";
const END = "<!-- end of generated text -->";

/** Writes them into the checkout's README.md, draws its picture beside the report, and says so. */
export async function updateReadme(root: string): Promise<string> {
  const file = join(root, "README.md");
  const old = await readText(file, { what: "README", hint: IN_CHECKOUT });
  const report = await readReport(join(root, COMMITTED_REPORT, "report.json"));
  const fresh = withClaims(old, report);
  if (fresh !== old) await writeAtomically(file, (append) => append(new TextEncoder().encode(fresh)));
  const said = fresh === old ? "README.md is up to date.\n" : "README.md: written.\n";
  return `${said}${await updateFigure(root, report)}`;
}

/** Draws README's picture anew where it differs; says nothing where it does not. */
async function updateFigure(root: string, report: Report): Promise<string> {
  const drawn = readmeFigure(report);
  const file = join(root, README_FIGURE);
  const old = await readText(file, { what: "README's picture", hint: IN_CHECKOUT }).catch(() => null); // not drawn yet
  if (drawn === null || drawn === old) return "";
  await mkdir(dirname(file), { recursive: true });
  await writeAtomically(file, (append) => append(new TextEncoder().encode(drawn)));
  return `${README_FIGURE}: drawn.\n`;
}

/** The sentence that says in words what came out. */
const IN_WORDS = /On the organism \d+ of \d+ (?:criteria|hypotheses) are [^.]*\./;

/**
 * README with this report's claims between its markers, and the sentence above them, where there is one, in its words.
 *
 * Throws: MalformedFileError when the markers are not there.
 */
export function withClaims(readme: string, report: Report): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END, begin);
  if (begin < 0 || end < 0)
    throw new MalformedFileError({
      file: "README.md",
      fact: `lacks the line "${begin < 0 ? BEGIN : END}"`,
      hint: "Hint: put both marker lines back; the claims are written between them.",
    });
  const above = readme.slice(0, begin).replace(IN_WORDS, outcomeInWords(report));
  return `${above}${BEGIN}\n\n${readmeClaims(report)}\n\n${readme.slice(end)}`;
}

/**
 * "On the organism 3 of 8 hypotheses are supported, 1 is contradicted (E3) and 4 are inconclusive.": criteria, in a report
 * of before hypotheses had verdicts. What is contradicted or mixed is named.
 */
export function outcomeInWords(report: Report): string {
  const { of, entries } = countedIn(report);
  const others = countsOf(entries).filter(({ verdict, n }) => verdict !== "supported" && n > 0);
  const parts = others.map(
    ({ verdict, n }) => `${n} ${n === 1 ? "is" : "are"} ${verdict}${named(report, verdict)}`,
  );
  const supported = entries.filter(({ verdict }) => verdict === "supported").length;
  const all = [`${supported} of ${entries.length} ${of} are supported`, ...parts];
  return `On the organism ${list(all)}.`;
}

function named({ hypotheses = [] }: Report, verdict: CommonVerdict): string {
  if (verdict !== "contradicted" && verdict !== "mixed") return "";
  const ids = hypotheses.filter((one) => firstVerdict(one) === verdict).map(({ id }) => id);
  return ids.length === 0 ? "" : ` (${ids.join(", ")})`;
}

/** Badges, scope and set-up, a row for every hypothesis, and behind a fold every criterion. */
export function readmeClaims(report: Report): string {
  const { protocol, model, paper, hypotheses } = report;
  const [overall, subject, ...others] = badgesOf(report);
  const badgeNames = hypotheses ? hypothesisBadgeNames(paper.id, hypotheses) : [];
  const rows = (hypotheses ?? []).map((hypothesis, i) => ({
    hypothesis,
    badge: image(others.find(({ name }) => name === badgeNames[i])!),
    criteria: report.criteria.filter(({ key }) => hypothesis.criteria.includes(key)),
  }));
  return blocks(
    [overall!, subject!, ...(hypotheses ? [] : others)].map(image).join("\n"),
    `> ${escapeMarkdown(report.scope)}`,
    `n = ${protocol.bases} base prompts, seed ${escapeMarkdown(protocol.seed)}${replicatesIn(report) === 1 ? "" : `, ${replicateCount(report)}`}, model weights \`${model.weightsDigest.slice(0, 12)}\`. The whole report: [${COMMITTED_REPORT}/report.md](${COMMITTED_REPORT}/report.md), with plots: [report.html](${COMMITTED_REPORT}/report.html).`,
    ...(hypotheses
      ? [
          renderHypothesisTable(rows),
          `<details>\n<summary>Every criterion with its statistic, threshold and control</summary>`,
          renderCriterionTable(report),
          "</details>",
        ]
      : [renderCriterionTable(report)]),
  );
}

function image({ name, endpoint: { label, message } }: Badge): string {
  return `![${escapeMarkdown(`${label}: ${message}`)}](${COMMITTED_REPORT}/badges/${name}.svg)`;
}
