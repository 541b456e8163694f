import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { directory, type Source } from "./source.ts";

/** The further SAEs of a run: those that were named, else those that lie with the model's own SAE where it is that one's. */
export function moreSaesOf({ model, sae, moreSaes = null }: ChosenSaes): readonly Source[] {
  if (moreSaes !== null) return moreSaes;
  const isOwn = sae !== null && saesInside(model.dir).includes(sae.dir);
  return isOwn ? moreSaesInside(model.dir).map(directory) : [];
}

/** What a run has chosen of SAEs. */
interface ChosenSaes {
  readonly model: Source;
  readonly sae: Source | null;
  /** null: none was named. */
  readonly moreSaes?: readonly Source[] | null;
}

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
