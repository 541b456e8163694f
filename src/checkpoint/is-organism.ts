import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Whether a model directory holds an organism: by the `provenance.json` that its training leaves. */
export async function isOrganism(dir: string): Promise<boolean> {
  try {
    const provenance: unknown = JSON.parse(await readFile(join(dir, "provenance.json"), "utf8"));
    return (provenance as { kind?: unknown } | null)?.kind === "organism";
  } catch {
    return false; // no provenance, or none of ours
  }
}
