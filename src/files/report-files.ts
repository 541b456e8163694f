/** Reports on disk: read through the schema, written whole or not at all. */

import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { BagOfLatentsError, ReportFormatError, UnwritableFolderError } from "../errors/index.ts";
import type { KeptBases } from "../experiment/bases/kept-bases.ts";
import type { KeyedEvidence } from "../report/beside.ts";
import type { Report } from "../report/report.generated.ts";
import { reportToJson } from "../report/report-to-json.ts";
import { parseReport } from "../report/validate-report.ts";
import { hypothesisBadgeFolder } from "../report/words/hypothesis-slug.ts";
import { evidenceFiles } from "./beside/evidence-files.ts";
import { checkNothingIsInTheWay, type FileOfSet, replaceFiles } from "./owned/replace-files.ts";
import {
  BASES_FILE,
  badgePaths,
  commonPaths,
  criterionPaths,
  IN_THE_WAY,
  listedByReport,
} from "./owned/report-listing.ts";
import { readText } from "./read-text.ts";

/** The report in a `report.json`. Throws: MissingFileError, OldReportError, NewerReportError, ReportFormatError. */
export async function readReport(file: string): Promise<Report> {
  const text = await readText(file, {
    what: "the report",
    hint: "Hint: npm run reproduce writes one; name its report.json.",
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ReportFormatError({
      where: file,
      pointer: "",
      fact: `is not JSON (${(error as Error).message})`,
    });
  }
  return parseReport(value, file);
}

/**
 * Every file of a report folder. The first is the one that lists the others.
 *
 * What renders is loaded here: who only asks about a folder does not wait for what draws.
 */
async function reportFiles(
  report: Report,
  { evidence, bases }: { readonly evidence: readonly KeyedEvidence[]; readonly bases: KeptBases | null },
): Promise<readonly FileOfSet[]> {
  const [{ renderMarkdown }, { renderHtml }, { badgesOf }, { seriesOf }] = await Promise.all([
    import("../report/markdown/render-markdown.ts"),
    import("../report/html/render-html.ts"),
    import("../report/badges.ts"),
    import("../report/csv/series.ts"),
  ]);
  const beside = { evidence, bases };
  return [
    { path: "report.json", content: reportToJson(report) },
    { path: "report.md", content: renderMarkdown(report, beside) },
    { path: "report.html", content: renderHtml(report, beside) },
    ...badgesOf(report).flatMap(({ name, svg, endpoint }) => {
      const [svgPath, jsonPath] = badgePaths(name);
      return [
        { path: svgPath, content: svg },
        { path: jsonPath, content: `${JSON.stringify(endpoint, null, 2)}\n` },
      ];
    }),
    ...seriesOf(report, beside).map(({ name, content }) => ({ path: `data/${name}`, content })),
    ...(bases === null ? [] : [{ path: BASES_FILE, content: `${JSON.stringify(bases)}\n` }]),
    ...evidenceFiles(evidence),
  ];
}

export interface WriteOptions {
  /** What is behind the verdicts; it goes in with the report or not at all. */
  readonly evidence?: readonly KeyedEvidence[];
  /** Every base of the run; null or left out where none was kept. */
  readonly bases?: KeptBases | null;
  /** For tests: the step that puts a finished file in its place. */
  readonly move?: (from: string, to: string) => Promise<void>;
}

/**
 * Writes `report.json`, `report.md`, `report.html`, `badges/`, `data/` and `evidence/` into `folder`, in the place of the report
 * that is there; every file that it does not list is left alone.
 *
 * The report is validated and rendered before anything is written. All of it goes in or nothing: see `replaceFiles`.
 * Throws: ReportFormatError; AlreadyExistsError and MalformedFileError as `listedByReport`; UnwritableFolderError naming
 * the folder.
 */
export async function writeReport(
  folder: string,
  report: Report,
  { evidence = [], bases = null, move = rename }: WriteOptions = {},
): Promise<void> {
  const files = await reportFiles(parseReport(report, "the report to be written"), { evidence, bases });
  try {
    await replaceFiles(folder, { files, listing: listedByReport, hint: IN_THE_WAY, move });
  } catch (cause) {
    throw cause instanceof BagOfLatentsError ? cause : new UnwritableFolderError({ folder, cause });
  }
}

/** What a run may write of a paper's report. */
export interface ReportNames {
  /** What the paper is about, by key. */
  readonly subject: string;
  /** The files of its claims, `<paper>/<file>`: the parts of a claim are not known before it runs. */
  readonly claims: readonly string[];
}

/**
 * Makes sure that nothing is in the way of a report in `folder`, before an experiment runs for it.
 *
 * Throws: as `writeReport`.
 */
export async function checkReportFolder(folder: string, { subject, claims }: ReportNames): Promise<void> {
  try {
    const parts = await Promise.all(claims.map((claim) => pathsInUse(folder, claim)));
    const papers = [...new Set(claims.map((claim) => claim.split("/")[0]!))];
    const badges = await Promise.all(papers.map((paper) => hypothesisBadgesInUse(folder, paper)));
    const paths = [
      ...commonPaths(subject),
      ...claims.flatMap(criterionPaths),
      ...parts.flat(),
      ...badges.flat(),
    ];
    await checkNothingIsInTheWay(folder, { paths, listing: listedByReport, hint: IN_THE_WAY });
  } catch (cause) {
    throw cause instanceof BagOfLatentsError ? cause : new UnwritableFolderError({ folder, cause });
  }
}

/** The files that are there and that the badge of a hypothesis might be written into: ids are not known before a run. */
async function hypothesisBadgesInUse(folder: string, paper: string): Promise<readonly string[]> {
  const badges = `badges/${hypothesisBadgeFolder(paper)}`;
  const names = await readdir(join(folder, badges)).catch(() => []); // there may be none yet
  return names.filter((name) => /\.(json|svg)$/.test(name)).map((name) => `${badges}/${name}`);
}

/** The files that are there and that a criterion of this claim would be written into. */
async function pathsInUse(folder: string, claim: string): Promise<readonly string[]> {
  const [paper = "", file = ""] = claim.split("/");
  const found: string[] = [];
  for (const part of ["badges", "evidence"])
    for (const name of await readdir(join(folder, part, paper)).catch(() => []))
      if (name.startsWith(`${file}.`) && /\.(json|svg)$/.test(name)) found.push(`${part}/${paper}/${name}`);
  return found;
}
