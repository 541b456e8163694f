import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type GoldenStore, removeIfThere } from "./golden-store.ts";

/** Files of candidates below a folder of goldens, "organism/x.json", in order. */
export function pendingGoldens({ pendingDirectory }: GoldenStore, folder: string): readonly string[] {
  const directory = join(pendingDirectory, folder);
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\.[a-z]+$/.test(file) && !file.endsWith(".tmp"))
    .sort();
}

/** Removes them: what earlier checks left says nothing about the code as it is now. */
export function forgetPending(store: GoldenStore, folder: string): void {
  for (const file of pendingGoldens(store, folder)) removeIfThere(store.pendingDirectory, file);
}
