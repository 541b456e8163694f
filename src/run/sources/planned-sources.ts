import { type PlannedDownloads, plannedDownloads } from "../../hub/planned-downloads.ts";
import { isPublishedSubject } from "../../hub/resolve-release.ts";
import { ownPaper } from "../../papers/index.ts";
import type { NamedSources } from "./fetch-sources.ts";

/**
 * What a run would fetch for the model and SAE that were typed, with the SAE that GPT-2 small gets unasked by its name.
 *
 * Nothing is fetched or written. Throws: as `plannedDownloads`.
 */
export function plannedSources({ model = null, sae = null }: NamedSources): Promise<PlannedDownloads> {
  const { sae: own, hook } = ownPaper.subject;
  const unasked = sae === null && model !== null && own && isPublishedSubject(model) ? own.release : null;
  return plannedDownloads({ model, sae: sae === false ? null : (sae ?? unasked), hook });
}
