import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MalformedFileError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";
import { readReport } from "../../files/report-files.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { badgesOf } from "../../report/badges.ts";
import { renderCriterionTable } from "../../report/markdown/criterion-table.ts";
import { blocks, escapeMarkdown } from "../../report/markdown/markdown.ts";
import type { Report } from "../../report/report.generated.ts";
import { countedIn } from "../../report/words/hypothesis-words.ts";
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

/** The sentence that says in words what came out; the rest of it is a person's. */
const IN_WORDS = /On the organism \d+ of \d+ (?:criteria|hypotheses) are supported/;

/**
 * README with this report's claims between its markers, and its numbers in the sentence above them where there is one.
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
  const above = readme.slice(0, begin).replace(IN_WORDS, supportedInWords(report));
  return `${above}${BEGIN}\n\n${readmeClaims(report)}\n\n${readme.slice(end)}`;
}

/** "On the organism 3 of 8 hypotheses are supported": criteria, in a report of before hypotheses had verdicts. */
export function supportedInWords(report: Report): string {
  const { of, entries } = countedIn(report);
  const supported = entries.filter(({ verdict }) => verdict === "supported").length;
  return `On the organism ${supported} of ${entries.length} ${of} are supported`;
}

/** Badges, scope, set-up and the table of criteria. */
export function readmeClaims(report: Report): string {
  const { protocol, model } = report;
  const keys = new Set(report.hypotheses ? report.criteria.map(({ key }) => key) : []); // one a hypothesis is enough
  const shown = badgesOf(report).filter(({ name }) => !keys.has(name));
  const badges = shown.map(
    ({ name, endpoint }) =>
      `![${escapeMarkdown(`${endpoint.label}: ${endpoint.message}`)}](${COMMITTED_REPORT}/badges/${name}.svg)`,
  );
  return blocks(
    badges.join("\n"),
    `> ${escapeMarkdown(report.scope)}`,
    `n = ${protocol.bases} base prompts, seed ${escapeMarkdown(protocol.seed)}${replicatesIn(report) === 1 ? "" : `, ${replicateCount(report)}`}, model weights \`${model.weightsDigest.slice(0, 12)}\`. The whole report: [${COMMITTED_REPORT}/report.md](${COMMITTED_REPORT}/report.md), with plots: [report.html](${COMMITTED_REPORT}/report.html).`,
    renderCriterionTable(report),
  );
}
