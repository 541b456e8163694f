import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readJsonObject } from "../files/read-json.ts";
import type { Provenance } from "./provenance.ts";

/**
 * Compares a second whole training with the first, file by file, and writes what came out into the first one's
 * `provenance.json` as `trainedTwice`.
 *
 * The weights of both are compared by digest, and so are the loss curves and every measured number, because these
 * stand in the provenance.
 */
export async function recordSecondTraining(options: {
  readonly firstDir: string;
  readonly secondDir: string;
}): Promise<Provenance["trainedTwice"]> {
  const [first, second] = [await readProvenance(options.firstDir), await readProvenance(options.secondDir)];
  const changed: string[] = [];
  for (const path of Object.keys(first.files)) {
    const digest = createHash("sha256")
      .update(await readFile(join(options.secondDir, path)))
      .digest("hex");
    if (digest !== first.files[path]) changed.push(path);
  }
  for (const part of ["seed", "gpt2", "sae"] as const)
    if (JSON.stringify(first[part]) !== JSON.stringify(second[part]))
      changed.push(`provenance.json: ${part}`);
  const versions = `first on Node ${first.versions.node}, then on Node ${second.versions.node}`;
  const trainedTwice = {
    equal: changed.length === 0,
    detail:
      changed.length === 0
        ? `All ${Object.keys(first.files).length} files have equal bytes, and losses and measurements are equal; ${versions}.`
        : `These differ: ${changed.join(", ")}; ${versions}.`,
  };
  const path = join(options.firstDir, "provenance.json");
  await writeFile(path, `${JSON.stringify({ ...first, trainedTwice }, null, 2)}\n`);
  return trainedTwice;
}

async function readProvenance(directory: string): Promise<Provenance> {
  const read: unknown = await readJsonObject(
    join(directory, "provenance.json"),
    "the provenance of an organism",
    "Hint: npm run cli -- organism trains one, and leaves its provenance beside the weights.",
  );
  return read as Provenance;
}
