import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UnwritableFolderError } from "../errors/index.ts";

/** What of a criterion's evidence its file needs to know: the rest is written as it is. */
interface Keyed {
  /** `<paper>/<file>[.<part>]`. */
  readonly key: string;
  readonly samples: Readonly<Record<string, readonly (number | null)[]>>;
}

/**
 * Writes `evidence/<key>.json` into a report folder, a folder a paper: every sample behind a verdict, so that a threshold can be
 * argued about without running a model. Evidence of an earlier run is removed first.
 */
export async function writeEvidence(folder: string, evidence: readonly Keyed[]): Promise<void> {
  const target = join(folder, "evidence");
  try {
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    for (const one of evidence) {
      const file = join(target, `${one.key}.json`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, evidenceToJson(one));
    }
  } catch (cause) {
    throw new UnwritableFolderError({ folder: target, cause });
  }
}

/** One line per sample, so that a difference can be read. */
function evidenceToJson({ samples, ...rest }: Keyed): string {
  const groups = Object.entries(samples).map(
    ([group, values]) => `    ${JSON.stringify(group)}: ${JSON.stringify(values)}`,
  );
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "samples": {\n${groups.join(",\n")}\n  }\n}\n`;
}
