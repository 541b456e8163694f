import { type PlannedDownloads, plannedDownloads } from "../hub/planned-downloads.ts";
import { MODEL_RELEASES } from "../hub/releases.ts";
import { ownPaper } from "../papers/index.ts";
import type { NamedSources } from "./fetch-sources.ts";

/** What a run would fetch for the model and SAE that were typed. Throws: as `plannedDownloads`. */
export function plannedSources({ model = null, sae = null }: NamedSources): Promise<PlannedDownloads> {
  const { sae: own, hook } = ownPaper.subject;
  const isSubject = model === "gpt2" || model === MODEL_RELEASES["gpt2"]!.repo;
  const unasked = sae === null && isSubject && own ? own.release : null;
  return plannedDownloads({ model, sae: sae === false ? null : (sae ?? unasked), hook });
}
