/** One float32 tensor inside the weights file. */
export interface WeightLocation {
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** Weights that stay in their file, as little-endian float32. */
export interface StoredWeights {
  /** The file the locations are in; its folder and name with every symbolic link resolved. */
  readonly weightsFolder: string;
  readonly weightsFile: string;
  /** By bare names: without what a file may put in front of them. */
  readonly tensors: ReadonlyMap<string, WeightLocation>;
}
