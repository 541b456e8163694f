import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The SAEs in a model's directory, `sae/<hook>/`, in the order of their names. */
export function saesInside(model: string): readonly string[] {
  const folder = join(model, "sae");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((dir) => existsSync(join(dir, "cfg.json")));
}
