/** Every bound of the product, each with its reason. */

/** Fewer bases than this and no verdict is given: the KS distance alone has a sampling sd above 0.07. */
export const MIN_BASES_FOR_VERDICT = 200;

/** Bootstrap resamples: the Monte-Carlo error of a 95 % end is then under 2 % of the interval's width. */
export const BOOTSTRAP_RESAMPLES = 10_000;

/** Largest safetensors header read, bytes: the limit of the format's own reader; GPT-2's header has 14 kB. */
export const MAX_SAFETENSORS_HEADER_BYTES = 100_000_000;

/** Largest weight accepted: GPT-2's is below 200, while a misread file shows values near 1e38. */
export const MAX_WEIGHT_SIZE = 1e6;

/** Bytes read at a time while weights are streamed: large enough for full disk speed, small beside any model. */
export const WEIGHT_PIECE_BYTES = 1 << 22;

/** Float values of intermediate tensors held by one batch of the fast path, about 250 MB: bounds its memory. */
export const FAST_PATH_BATCH_VALUES = 1 << 26;
