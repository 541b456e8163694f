import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { UnknownModelError } from "../errors/index.ts";
import { fetchSources } from "./fetch-sources.ts";
import type { Place } from "./option-row.ts";
import { organismPlace, type Typed } from "./run-options.ts";
import type { Source } from "./source.ts";

/**
 * The model and the SAE that were typed, on this machine; where no model was, the shipped organism with its SAE.
 *
 * Throws: UnknownModelError; as `fetchSources`.
 */
export async function openSources(
  root: string,
  {
    model: typed,
    sae,
    acceptChanged = null,
  }: Pick<Typed, "model" | "sae"> & Partial<Pick<Typed, "acceptChanged">>,
): Promise<Place> {
  const accepted = { acceptChanged: acceptChanged === true };
  const found = await fetchSources({ model: typed, sae }, process.stderr, accepted);
  const organism = organismPlace(root);
  const model = found.model === null ? organism.model : absolute(found.model);
  if (!existsSync(resolve(model.dir, "config.json")))
    throw new UnknownModelError({ model: typed ?? model.dir });
  if (found.sae !== null) return { root, model, sae: absolute(found.sae) };
  return { root, model, sae: typed === null && sae !== false ? organism.sae : null };
}

function absolute(source: Source): Source {
  return { ...source, dir: resolve(source.dir) };
}
