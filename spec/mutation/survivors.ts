import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Mutant } from "./mutants.ts";

/** A mutant that no spec can notice, or need not. */
export interface Survivor {
  readonly file: string;
  /** The line it is on, without the spaces around it. */
  readonly on: string;
  readonly what: string;
  /** Why it stands. */
  readonly because: string;
}

/** Those that were looked at: `survivors.json`. */
export function survivorsOf(root: string): readonly Survivor[] {
  return JSON.parse(readFileSync(join(root, "spec/mutation/survivors.json"), "utf8")) as readonly Survivor[];
}

/** Whether a mutant is one of them. Pure. A line that was written anew is looked at anew. */
export function isAmong(survivors: readonly Survivor[], { file, on, what }: Mutant): boolean {
  return survivors.some((one) => one.file === file && one.on === on && one.what === what);
}
