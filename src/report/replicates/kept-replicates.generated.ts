// biome-ignore-all format: generated
// biome-ignore-all lint: generated
/** Generated from kept-replicates.schema.json: change the schema, then npm run generate. */
import type {CommonVerdict, ReplicateValues} from "../report.generated.ts";

/**
 * Kept replicates. What several runs of one paper on one model that differ in their seed alone came to, in small.
 */
export interface KeptReplicates {
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
   * sha256 of the SAE's weights. null for runs without one.
   */
  sae: string | null;
  /**
   * Bases of each run.
   */
  bases: number;
  /**
   * Seeds. The first of the ledger's, in its order.
   */
  seeds: string[];
  /**
   * How they were made.
   */
  made: {
    /**
     * Kept on.
     */
    date: string;
    /**
     * Why.
     */
    because: string;
    /**
     * Commit, without changes.
     */
    commit: string;
    version: string;
    node: string;
    onnxruntime: string;
    platform: string;
    cpu: string;
  };
  /**
   * Criteria. By name, `file` or `file.part`.
   */
  criteria: {
    [k: string]: KeptCriterion;
  };
  /**
   * Hypotheses. By what they go by.
   */
  hypotheses: {
    [k: string]: KeptHypothesis;
  };
}
/**
 * Criterion.
 */
export interface KeptCriterion {
  /**
   * Digest of what was registered of it then.
   */
  sha256: string;
  of: ReplicateValues;
}
/**
 * Hypothesis.
 */
export interface KeptHypothesis {
  /**
   * Names of its criteria.
   */
  criteria: string[];
  /**
   * Verdict of each run alone.
   */
  verdicts: CommonVerdict[];
}
