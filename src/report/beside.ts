import type { KeptSamples } from "../claim/kept-samples.ts";
import type { KeptBases } from "../experiment/bases/kept-bases.ts";

/** What of a criterion's evidence a page needs to know: the rest goes along as it is. */
export interface KeyedEvidence {
  /** `<paper>/<file>[.<part>]`. */
  readonly key: string;
  readonly samples: Readonly<Record<string, KeptSamples | null>>;
}

/** What goes into a page beside its report, so that the file alone can be looked into and judged again. */
export interface Beside {
  /** The samples behind every verdict; none where they are not at hand. */
  readonly evidence: readonly KeyedEvidence[];
  /** Every base with its curves; null where none was kept. */
  readonly bases: KeptBases | null;
}

/** A report alone. */
export const NOTHING_BESIDE: Beside = { evidence: [], bases: null };
