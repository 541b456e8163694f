import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { typesDrawnBy } from "../../experiment/arm.ts";
import { generatorOf } from "../../experiment/draw.ts";
import { readReport } from "../../files/report-files.ts";
import type { Paper } from "../../paper/paper.ts";
import type { Report } from "../../report/report.generated.ts";
import { folderOf, papersOfRun } from "../papers-of-run.ts";
import type { RunOptions } from "../run-options.ts";

/** What is compared: the same run writes its report anew without a word. */
type Facts = Pick<RunOptions, "model" | "sae" | "seed" | "bases" | "prompts" | "claim" | "papers" | "out">;

/**
 * Which reports of other runs a run replaces, a sentence each with what differs: "Replaces the report of seed 0 in ...".
 *
 * Only what is known before anything is measured is compared. A report that cannot be read is told by whoever writes.
 */
export async function replacedReports(run: Facts): Promise<readonly string[]> {
  const found = papersOfRun(run).map(async (paper) => {
    const folder = folderOf(run, paper.id);
    const file = join(folder, "report.json");
    const there = existsSync(file) ? await readReport(file).catch(() => null) : null;
    const differs =
      there === null ? [] : differences(there, { ...run, sae: looksAtLatents(paper) ? run.sae : null });
    return differs.length === 0 ? [] : [`Replaces the report of ${differs.join(", ")} in ${folder}.`];
  });
  return (await Promise.all(found)).flat();
}

/** Whether reports of a paper tell of an SAE: not where no type that they show is made of latents. */
function looksAtLatents({ batch }: Paper): boolean {
  return typesDrawnBy(batch).some((type) => generatorOf(type).needs === "sae");
}

/** What the report is of, where the run is of another. */
function differences({ model, sae, protocol, criteria }: Report, run: Facts): readonly string[] {
  const own = run.prompts === null ? null : basename(run.prompts);
  const claims = [...new Set(criteria.map(({ key }) => key.split(".")[0]!))];
  const left = run.claim === null ? [] : claims.filter((claim) => !run.claim!.includes(claim));
  return [
    ...(model.name === nameOf(run.model, 1) ? [] : [`the model ${model.name}`]),
    ...((sae?.name ?? null) === (run.sae && nameOf(run.sae, 2))
      ? []
      : [sae === null ? "a run without an SAE" : `the SAE ${sae.name}`]),
    ...(protocol.seed === run.seed ? [] : [`seed ${protocol.seed}`]),
    ...(protocol.bases === run.bases ? [] : [`${protocol.bases} bases`]),
    ...(own === null || protocol.promptSource === own ? [] : [`prompts of ${protocol.promptSource}`]),
    ...(left.length === 0 ? [] : [left.length === 1 ? `the claim ${left[0]}` : `${claims.length} claims`]),
  ];
}

/** As a report names it: by its release, or by the last one or two folders of its directory. */
function nameOf({ dir, name }: NonNullable<Facts["sae"]>, folders: 1 | 2): string {
  const path = resolve(dir);
  return name ?? (folders === 1 ? basename(path) : `${basename(dirname(path))}/${basename(path)}`);
}
