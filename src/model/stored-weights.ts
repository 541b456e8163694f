/** One float32 tensor inside a weights file. */
export interface WeightLocation {
  /** Name of the file, in the folder of the weights, with every symbolic link resolved. */
  readonly file: string;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** Weights that stay in their files, one or several, as little-endian float32. */
export interface StoredWeights {
  /** Where all the files are, with every symbolic link resolved (onnxruntime refuses them). */
  readonly weightsFolder: string;
  /** By bare names: without what a file may put in front of them. */
  readonly tensors: ReadonlyMap<string, WeightLocation>;
}
