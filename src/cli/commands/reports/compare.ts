import { dirname, join } from "node:path";
import { BagOfLatentsError, printable, UnwritableFolderError } from "../../../errors/index.ts";
import { readWhatIsBeside } from "../../../files/beside/read-beside.ts";
import { reportFileOf } from "../../../files/beside/report-path.ts";
import { type FileOfSet, replaceFiles } from "../../../files/owned/replace-files.ts";
import { readReport } from "../../../files/report-files.ts";
import { type Compared, checkSamePaper, compareRuns, pairable } from "../../../report/compare/compared.ts";
import { comparedFigure } from "../../../report/compare/compared-figure.ts";
import type { Run } from "../../../report/compare/compared-groups.ts";
import { comparedHtml } from "../../../report/compare/compared-html.ts";
import { comparedMarkdown } from "../../../report/compare/compared-markdown.ts";
import { comparedLead, comparedSections, comparedTitle } from "../../../report/compare/compared-sections.ts";
import { sharedBases } from "../../../report/compare/shared-bases.ts";
import { wrap } from "../../../report/terminal.ts";
import { compareEvidence } from "../../../vitest/compare-evidence.ts";
import { sectionLines } from "../../section-text.ts";

export interface CompareOptions {
  readonly json?: boolean;
  /** Folder for the comparison's files; none: they are not written. */
  readonly out?: string;
}

/** The files of a comparison. */
const FILES = ["compare.json", "compare.md", "compare.html", "compare.svg"] as const;

/**
 * Two reports side by side, as text or JSON: values, verdicts, differences with intervals, and in what the runs differ.
 *
 * `root`: the checkout whose claims say what is measured. Where both runs have the same base prompts, differences are
 * taken base by base, from the samples beside the reports. Throws: as `readReport` and `compareRuns`; MalformedFileError
 * for samples that are no JSON; UnwritableFolderError.
 */
export async function compare(
  root: string,
  paths: readonly [a: string, b: string],
  { json = false, out }: CompareOptions = {},
): Promise<string> {
  const files = await Promise.all(paths.map(reportFileOf));
  const [reportA, reportB] = await Promise.all(files.map(readReport));
  checkSamePaper(reportA!, reportB!);
  const [a, b] = await Promise.all(
    [reportA!, reportB!].map(async (report, i): Promise<Run> => {
      return { report, beside: await readWhatIsBeside(report, dirname(files[i]!)) };
    }),
  );
  const compared = compareRuns(a!, b!, await pairedDifferences(root, a!, b!));
  const data = `${JSON.stringify(compared, null, 2)}\n`;
  if (out !== undefined) await writeCompared(out, compared, { data, first: a! });
  return json ? data : printable(comparedText(compared, out), Number.POSITIVE_INFINITY);
}

/** What a terminal shows. */
export function comparedText(compared: Compared, out?: string): string {
  const written =
    out === undefined
      ? []
      : [`Written: ${join(out, "compare.html")} (also compare.md, compare.svg, compare.json)`, ""];
  return [
    comparedTitle(compared),
    ...wrap(comparedLead(compared), 100),
    "",
    ...comparedSections(compared).flatMap(sectionLines),
    ...written,
  ].join("\n");
}

/** Differences on shared bases, by key, from what both folders hold. */
async function pairedDifferences(root: string, a: Run, b: Run): ReturnType<typeof compareEvidence> {
  const shared = sharedBases(a.beside, b.beside).bases;
  const samplesOf = ({ beside }: Run, key: string) =>
    beside.evidence.find((one) => one.key === key)?.samples?.["own"] ?? null;
  const pairs = pairable(a, b).flatMap((key) => {
    const [first, second] = [samplesOf(a, key), samplesOf(b, key)];
    return first === null || second === null ? [] : [{ key, first, second, shared }];
  });
  const { protocol, judging } = a.report;
  return compareEvidence(root, { pairs, seed: protocol.seed, resamples: judging.resamples });
}

/** All files or none: what an earlier comparison left there is replaced. */
async function writeCompared(
  out: string,
  compared: Compared,
  { data, first }: { readonly data: string; readonly first: Run },
): Promise<void> {
  const figure = comparedFigure(compared);
  const files: readonly FileOfSet[] = [
    { path: "compare.json", content: data },
    { path: "compare.md", content: comparedMarkdown(compared, figure === null ? null : "compare.svg") },
    { path: "compare.html", content: comparedHtml(compared, first.report) },
    ...(figure === null ? [] : [{ path: "compare.svg", content: figure }]),
  ];
  try {
    await replaceFiles(out, {
      files,
      listing: async () => FILES,
      hint: "Hint: move it away, or write into another folder with --out DIR.",
    });
  } catch (cause) {
    throw cause instanceof BagOfLatentsError ? cause : new UnwritableFolderError({ folder: out, cause });
  }
}
