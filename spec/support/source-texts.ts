import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { ROOT } from "./root.ts";

/** One TypeScript file of the checkout. */
export interface SourceText {
  /** From the checkout's root, with forward slashes: "src/math/rng.ts". */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below a folder of the checkout. Who asks what they import takes `sourceFiles`, which loads the compiler. */
export function sourceTexts(folder: string): SourceText[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.join(folder, name.replaceAll("\\", "/")))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}
