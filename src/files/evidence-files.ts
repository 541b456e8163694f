import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Evidence } from "../claim/evidence.ts";
import { UnwritableFolderError } from "../errors/index.ts";

/**
 * Writes `evidence/<claim id>.json` into a report folder: every sample behind a verdict, so that a threshold can be
 * argued about without running a model. Evidence of an earlier run is removed first.
 */
export async function writeEvidence(folder: string, evidence: readonly Evidence[]): Promise<void> {
  const target = join(folder, "evidence");
  try {
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    for (const one of evidence) await writeFile(join(target, `${one.id}.json`), evidenceToJson(one));
  } catch (cause) {
    throw new UnwritableFolderError({ folder: target, cause });
  }
}

/** One line per sample, so that a difference can be read. */
function evidenceToJson({ samples, ...rest }: Evidence): string {
  const groups = Object.entries(samples).map(
    ([group, values]) => `    ${JSON.stringify(group)}: ${JSON.stringify(values)}`,
  );
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "samples": {\n${groups.join(",\n")}\n  }\n}\n`;
}
