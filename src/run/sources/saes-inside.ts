import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Further SAEs of the same place in a model's directory, `sae/more/<name>/`, in the order of their names. */
export function moreSaesInside(model: string): readonly string[] {
  return saesInside(join(model, "sae"), "more");
}

/** The SAEs in a model's directory, `sae/<hook>/`, in the order of their names. */
export function saesInside(model: string, below = "sae"): readonly string[] {
  const folder = join(model, below);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((dir) => existsSync(join(dir, "cfg.json")));
}
