import type { FileOfSet } from "./owned/replace-files.ts";

/** What of a criterion's evidence its file needs to know: the rest is written as it is. */
export interface Keyed {
  /** `<paper>/<file>[.<part>]`. */
  readonly key: string;
  readonly samples: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The path of a criterion's evidence in a report folder: a folder a paper. */
export function evidencePath(key: string): string {
  return `evidence/${key}.json`;
}

/** The files of evidence: every sample behind a verdict, so that a threshold can be argued about without running a model. */
export function evidenceFiles(evidence: readonly Keyed[]): readonly FileOfSet[] {
  return evidence.map((one) => ({ path: evidencePath(one.key), content: evidenceToJson(one) }));
}

/** One line per sample, so that a difference can be read. */
function evidenceToJson({ samples, ...rest }: Keyed): string {
  const groups = Object.entries(samples).map(
    ([group, values]) => `    ${JSON.stringify(group)}: ${JSON.stringify(values)}`,
  );
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "samples": {\n${groups.join(",\n")}\n  }\n}\n`;
}
