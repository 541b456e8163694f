import { join } from "node:path";
import { readJsonObject } from "../files/read-json.ts";

/** Whether a model directory holds an organism: by the `provenance.json` that its training leaves. */
export async function isOrganism(dir: string): Promise<boolean> {
  try {
    const { kind } = await readJsonObject(join(dir, "provenance.json"), "the provenance", HINT);
    return kind === "organism";
  } catch {
    return false; // no provenance, or none of ours
  }
}

const HINT = "Hint: the training of an organism leaves it beside the weights; no other model has one.";
