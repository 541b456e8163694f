import type { KeptSamples } from "../../claim/kept-samples.ts";
import type { KeyedEvidence } from "../../report/beside.ts";
import type { FileOfSet } from "../owned/replace-files.ts";

/** The path of a criterion's evidence in a report folder: a folder a paper. */
export function evidencePath(key: string): string {
  return `evidence/${key}.json`;
}

/** The files of evidence: every sample behind a verdict, so that a threshold can be argued about without running a model. */
export function evidenceFiles(evidence: readonly KeyedEvidence[]): readonly FileOfSet[] {
  return evidence.map((one) => ({ path: evidencePath(one.key), content: evidenceToJson(one) }));
}

/** One line per sample, so that a difference can be read. */
function evidenceToJson({ samples, ...rest }: KeyedEvidence): string {
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  const all = Object.entries(samples).map(([judged, kept]) => `    "${judged}": ${samplesToJson(kept)}`);
  return `${head},\n  "samples": {\n${all.join(",\n")}\n  }\n}\n`;
}

function samplesToJson(kept: KeptSamples | null): string {
  if (kept === null) return "null";
  const groups = Object.entries(kept.groups).map(
    ([group, facts]) => `        ${JSON.stringify(group)}: ${JSON.stringify(facts)}`,
  );
  return `{\n      "bases": ${JSON.stringify(kept.bases)},\n      "groups": {\n${groups.join(",\n")}\n      }\n    }`;
}
