import type { ResidualSite } from "./hook-point.ts";
import type { JaxForward } from "./jax/jax-forward.ts";
import type { ModelSizes, ResidualConvention } from "./language-model.ts";
import type { OnnxParts } from "./onnx/onnx-parts.ts";
import type { StoredWeights } from "./stored-weights.ts";

/** The fields of a config.json. */
export type ConfigFields = Readonly<Record<string, unknown>>;

/** What every configuration has; a family adds its own. */
export type ModelConfig = ModelSizes;

/**
 * WHAT IS ONE ARCHITECTURE'S OWN. Everything else is every model's: loading, running, resuming, untrained and random
 * weights, the doctor.
 *
 * A family is a folder of `families/` and a line in its list; `spec/support/toy-family.ts` is a small one.
 */
export interface ModelFamily<C extends ModelConfig = ModelConfig> {
  /** `model_type` of config.json. */
  readonly modelType: string;
  /** Names in `architectures` that mean the same computation, for files that have no model_type; default: none. */
  readonly architectures?: readonly string[];
  /** Its name in messages. */
  readonly title: string;
  /** Where a block's stream can be read and replaced: a block that runs attention and MLP side by side has no mid. */
  readonly sites: readonly ResidualSite[];
  /** No "centred" where a block sees the mean of its input, as it does through an RMS norm. */
  readonly conventions: readonly ResidualConvention[];
  /**
   * Honours or refuses every field that changes the computation; a size that the file leaves open may be taken from the
   * shapes of the stored tensors. Throws: UnsupportedConfigError.
   */
  parseConfig(file: string, fields: ConfigFields, shapeOf?: ShapeOf): C;
  /** What is assumed where config.json is silent and its tensors do not tell, one sentence each; default: nothing. */
  assumptions?(fields: ConfigFields): readonly string[];
  /** The fields of a config.json that `parseConfig` reads to the same configuration. */
  configFields(config: C): ConfigFields;
  /** Name and shape of every tensor, by bare name, in the order in which they are written. */
  tensors(config: C): ReadonlyMap<string, readonly number[]>;
  readonly names: TensorNames;
  /** Configurations of published models, by the id of their release: what is told before their config.json is here. */
  readonly published?: Readonly<Record<string, C>>;
  /** How a tensor is drawn before training. */
  initialLaw(tensor: string, config: C): WeightLaw;
  /** The form of the MLP's GELU; left out where there is none. */
  readonly gelu?: GeluSetting<C>;
  /** The computation on onnxruntime. */
  readonly onnx: OnnxParts<C>;
  /** The same computation written a second time, on jax-js, which is loaded when this is called. */
  forward(): Promise<JaxForward<C>>;
}

/** Shape of a stored tensor, by bare name; undefined: the file has none of that name. */
export type ShapeOf = (name: string) => readonly number[] | undefined;

/** How files name the tensors of a family. */
export interface TensorNames {
  /** What some files put in front of the body's names: `transformer.`. */
  readonly prefix: string;
  /** The unembedding, which stands outside the body; a file may hold it beside tied embeddings. */
  readonly head: string;
  /** The tensor that is the unembedding where `head` is not among the tensors of a configuration. */
  readonly tiedTo?: string;
  /** What a tensor of this bare name, which is no weight, must hold; null for names that are no buffer. */
  bufferOf(name: string): StoredBuffer | null;
  /** The block a tensor of this bare name belongs to; null outside of blocks. */
  blockOf(name: string): number | null;
}

/** A tensor that some files hold beside the weights and that the graph has of its own. */
export interface StoredBuffer {
  /** In words: "the causal mask". */
  readonly what: string;
  /** Whether a tensor of this shape can be it. */
  fits(shape: readonly number[]): boolean;
  /** Whether the graph computes with this value at this index, row-major. */
  equals(value: number, index: number, shape: readonly number[]): boolean;
}

/** Weights ~ N(offset, sd²). */
export interface WeightLaw {
  readonly offset: number;
  readonly sd: number;
}

/** GELU by its tanh approximation, or by the error function. */
export type GeluForm = "tanh" | "exact";

/** Which form a configuration asks for; the wrong one gives plausible, slightly wrong numbers. */
export interface GeluSetting<C extends ModelConfig> {
  of(config: C): GeluForm;
  with(config: C, form: GeluForm): C;
  /** What to do where the form is wrong. */
  readonly hint: string;
}

/** A checked checkpoint: its weights stay in their files. */
export interface Checkpoint<C extends ModelConfig = ModelConfig> extends StoredWeights {
  readonly name: string;
  readonly family: ModelFamily<C>;
  readonly config: C;
  /**
   * sha256 of the weights file as published, hex. For a sharded checkpoint the sha256 of the lines that
   * `sha256sum` prints of its shards, in the order of their names: every byte of every shard is in it.
   */
  readonly weightsDigest: string;
  /** What a report must say about how the files were read, one sentence each. */
  readonly remarks: readonly string[];
}
