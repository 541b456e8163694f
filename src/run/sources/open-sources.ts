import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { UnknownModelError } from "../../errors/index.ts";
import { ownPaper } from "../../papers/index.ts";
import type { Place } from "../option-row.ts";
import { papersOfRun } from "../papers-of-run.ts";
import { organismPlace, type Typed } from "../run-options.ts";
import { fetchSources } from "./fetch-sources.ts";
import { saesInside } from "./saes-inside.ts";
import { directory, type Source } from "./source.ts";

/**
 * The model and the SAE that were typed, on this machine; where no model was, the shipped organism with its SAE.
 *
 * A release is searched for the tensor that the run's first paper perturbs. Where no SAE was named, the only one in the model's directory is taken and named; of several none is, and they are.
 * Throws: UnknownModelError; as `fetchSources`.
 */
export async function openSources(
  root: string,
  {
    model: typed,
    sae,
    moreSaes = null,
    papers = null,
    acceptChanged = null,
  }: Pick<Typed, "model" | "sae"> & Partial<Pick<Typed, "moreSaes" | "papers" | "acceptChanged">>,
): Promise<Place> {
  const [paper = ownPaper] = papersOfRun({ papers });
  const options = { acceptChanged: acceptChanged === true, hook: paper.subject.hook };
  const found = await fetchSources({ model: typed, sae }, process.stderr, options);
  const organism = organismPlace(root);
  const model = found.model === null ? organism.model : absolute(found.model);
  if (!existsSync(resolve(model.dir, "config.json")))
    throw new UnknownModelError({ model: typed ?? model.dir });
  const named: Source[] = [];
  for (const name of moreSaes ?? [])
    named.push(absolute((await fetchSources({ sae: name }, process.stderr, options)).sae!));
  const beside = moreSaes === null ? null : named;
  if (found.sae !== null) return { root, model, sae: absolute(found.sae), moreSaes: beside };
  if (sae === false) return { root, model, sae: null, moreSaes: beside };
  return { root, model, sae: typed === null ? organism.sae : ownSae(model), moreSaes: beside };
}

/** The only SAE in a model's directory; null where there is none or a choice. */
function ownSae(model: Source): Source | null {
  const inside = saesInside(model.dir);
  const [only] = inside;
  if (only === undefined) return null;
  const shown = inside.map((dir) => relative(process.cwd(), dir));
  process.stderr.write(
    inside.length === 1
      ? `SAE: ${shown[0]}, taken from the model's directory; --no-sae leaves it out.\n`
      : `The model's directory holds ${inside.length} SAEs, of which none is taken: ${shown.join(", ")}. Hint: name one, as in --sae ${shown[0]}\n`,
  );
  return inside.length === 1 ? directory(only) : null;
}

function absolute(source: Source): Source {
  return { ...source, dir: resolve(source.dir) };
}
