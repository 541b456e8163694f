import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Evidence } from "../../claim/evidence.ts";
import { MalformedFileError, printable } from "../../errors/index.ts";
import { readBeside } from "../../files/beside/read-beside.ts";
import { readText, readTextIfThere } from "../../files/read-text.ts";
import { readReport } from "../../files/report-files.ts";
import type { Beside } from "../../report/beside.ts";
import { type Embedded, embeddedText } from "../../report/html/embedded.ts";
import { comparePage } from "../../report/html/page-words.ts";
import type { Report } from "../../report/report.generated.ts";
import { parseReport } from "../../report/validate-report.ts";
import { differencesFrom } from "../../report/verification.ts";
import { judgeEvidence } from "../../vitest/judge-evidence.ts";
import { EXIT } from "../exit-code.ts";

/** What is verified: a report with its samples, and the page that shows it; null where a folder has none. */
interface Verified {
  readonly report: Report;
  readonly beside: Beside;
  readonly page: string | null;
}

/**
 * Judges a page or a folder again, tells what is not as it says, and gives the exit code.
 *
 * Throws: MissingFileError; MalformedFileError for a page without data, or with data that cannot be read; those of
 * `parseReport`.
 */
export async function verify(root: string, path: string): Promise<number> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const { report, beside, page } = isFolder ? await ofFolder(path) : await ofPage(path);
  const { protocol, judging, criteria } = report;
  const evidence = beside.evidence as readonly Evidence[];
  const judged = await judgeEvidence(root, { evidence, seed: protocol.seed, resamples: judging.resamples });
  const words = page === null ? null : comparePage(page, report, beside);
  const differences = [
    ...differencesFrom(report, judged, new Set(evidence.map(({ key }) => key))),
    ...(words?.differences ?? []),
  ];
  const lines =
    differences.length === 0
      ? [
          `${criteria.length} criteria judged again from ${evidence.length} sets of samples: all as the report says.`,
        ]
      : differences.map(({ said }) => `! ${said}`);
  if (words !== null && !words.same)
    lines.push(
      `Note: around its criteria the page is worded otherwise than this version words it; it was made by version ${report.provenance.version}, commit ${report.provenance.commit ?? "not known"}.`,
    );
  process.stdout.write(`${lines.map((line) => printable(line)).join("\n")}\n`);
  return differences.length === 0 ? EXIT.asExpected : EXIT.unexpected;
}

async function ofFolder(folder: string): Promise<Verified> {
  const report = await readReport(join(folder, "report.json"));
  const page = await readTextIfThere(join(folder, "report.html"), {
    what: "the page of the report",
    hint: "Hint: delete it to judge the data beside it alone.",
  });
  return { report, beside: await readBeside(report, folder), page };
}

async function ofPage(file: string): Promise<Verified> {
  const page = await readText(file, {
    what: "the page of a report",
    hint: "Hint: name a report.html, or the folder that it lies in.",
  });
  const report = parseReport(dataOf(page, "report", file), file);
  const evidence = dataOf(page, "evidence", file);
  if (!Array.isArray(evidence) || !evidence.every(isEvidence))
    throw new MalformedFileError({ file, fact: "holds evidence that is none" });
  const bases =
    embeddedText(page, "bases") === null ? null : (dataOf(page, "bases", file) as Beside["bases"]);
  return { report, beside: { evidence, bases }, page };
}

/** Throws: MalformedFileError. */
function dataOf(page: string, name: Embedded, file: string): unknown {
  let text: string | null;
  try {
    text = embeddedText(page, name);
    if (text !== null) return JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({
      file,
      fact: `holds ${name} data that cannot be read (${(cause as Error).message})`,
    });
  }
  throw new MalformedFileError({
    file,
    fact: `holds no ${name} data to judge again`,
    hint: "Hint: pages of this version hold them; of an older report name the folder.",
  });
}

function isEvidence(value: unknown): value is Evidence {
  if (typeof value !== "object" || value === null) return false;
  const { key, samples, control, judgement } = value as Partial<Evidence>;
  return (
    typeof key === "string" &&
    [samples, control, judgement].every((one) => typeof one === "object" && one !== null)
  );
}
