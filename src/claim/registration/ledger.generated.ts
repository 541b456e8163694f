// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** Generated from ledger.schema.json: change the schema, then npm run generate. */

/**
 * Family. primary: the sentences of the abstract; bounds that hold for all of them at once decide. secondary: what else was planned. exploratory: everything else.
 */
export type Family = "primary" | "secondary" | "exploratory";

/**
 * Ledger. What was registered of one paper's claims for one model, and when. Entries are only ever added.
 */
export interface Ledger {
  /**
   * Id of the paper.
   */
  paper: string;
  /**
   * The model.
   */
  model: {
    /**
     * Name.
     */
    name: string;
    /**
     * sha256 of the weights.
     */
    weights: string;
  };
  /**
   * Bases of a run.
   */
  bases: number;
  /**
   * Bases of a criterion that asks for more.
   */
  moreBases: number;
  /**
   * Seeds. Of the run and of its replicates, in this order.
   */
  seeds: string[];
  /**
   * What is known of this model. Stands in new entries unless something else is said.
   */
  known: string;
  /**
   * Entries by criterion. By name, `file` or `file.part`; the oldest entry first. The last one counts.
   */
  criteria: {
    [k: string]: LedgerEntry[];
  };
}
/**
 * Entry.
 */
export interface LedgerEntry {
  /**
   * Date.
   */
  date: string;
  /**
   * Reason.
   */
  because: string;
  /**
   * What was known of this model.
   */
  known: string;
  /**
   * sha256 of the facts. null where there are none.
   */
  sha256: string | null;
  /**
   * The facts. null for a criterion that was withdrawn, and for what was registered before there was a ledger.
   */
  facts: RegisteredFacts | null;
}
/**
 * What decides a criterion.
 */
export interface RegisteredFacts {
  /**
   * hypothesis.
   */
  hypothesis: string;
  family: Family;
  /**
   * statement.
   */
  statement: string;
  /**
   * statistic. With its unit.
   */
  statistic: string;
  /**
   * interval.
   */
  interval: string;
  /**
   * judged groups.
   */
  groups: string[];
  /**
   * measurement. What is asked of the lab: a metric of a type, and on what view of the lab.
   */
  measured: string[];
  /**
   * metrics. Those that are asked for, in words.
   */
  metrics: string[];
  /**
   * threshold.
   */
  threshold: string;
  /**
   * control.
   */
  control: string;
  /**
   * measurement of the control.
   */
  controlMeasured: string[];
  /**
   * planted effect.
   */
  planted: string | null;
  /**
   * measurement of the planted effect.
   */
  plantedMeasured: string[] | null;
  /**
   * number of bases.
   */
  n: number;
  /**
   * seeds.
   */
  seeds: string[];
}
