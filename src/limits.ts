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

/**
 * Float values of intermediate tensors held by one batch of the fast path, 64 MB: some 1300 rows on GPT-2 small's shape,
 * where it is 8 % faster than a quarter of it (threads meet less often) and twice as much brings nothing.
 */
export const FAST_PATH_BATCH_VALUES = 1 << 24;

/** Tries in a row that bring no new byte before a download gives up: with 1, 2, 4, 8 s between them a Hub restart passes. */
export const HUB_TRIES = 5;

/** Tries for one file in all: a connection that drops every 10 MB still brings GPT-2 small, an endless one ends. */
export const HUB_TRIES_IN_ALL = 60;

/** Longest pause a server may ask for, ms: the Hub counts requests over five minutes. */
export const HUB_LONGEST_PAUSE_MS = 300_000;

/** A connection without a byte for this long, ms, is dropped and made anew. */
export const HUB_STALL_MS = 30_000;

/** A half-fetched file untouched for this long, ms, has no owner: longer than any pause between tries. */
export const HUB_ABANDONED_MS = 600_000;

/** Redirects followed for one request: the Hub makes two, one to the file's new name and one to its storage. */
export const HUB_REDIRECTS = 5;

/** How often the holder of a run store says that it is alive, ms. */
export const STORE_LOCK_REFRESH_MS = 20_000;

/** A lock held on another machine that is not refreshed while watched for this long, ms, has no holder. */
export const STORE_LOCK_WATCH_MS = 90_000;

/** Float values of one batch of products with a whole dictionary, 32 MB: enough rows to pay for packing the dictionary. */
export const PRODUCT_BATCH_VALUES = 1 << 23;

/**
 * Memory blocks of at least this many bytes go back to Linux when they are freed. glibc raises its own threshold to
 * 32 MB as it goes, and a run that gives up one model's weights for another's then holds 160 MB more at its peak.
 */
export const RETURNED_BLOCK_BYTES = 1 << 22;

/** A run store untouched for this long, ms, is not continued any more: 30 days, longer than any queue. */
export const STORE_ABANDONED_MS = 2_592_000_000;

/** Bytes of row groups fetched for one run's prompts: with 64 KiB of each of 80 files for footers, under 200 MB in all. */
export const PROMPT_DOWNLOAD_BYTES = 194_000_000;

/** Bytes fetched from a parquet file's end at first: the footer of some 300 row groups of one column; the rest of a longer one follows. */
export const PARQUET_FOOTER_BYTES = 1 << 16;

/** Largest parquet footer fetched: that of some 50,000 row groups. A file that claims more lies. */
export const MAX_PARQUET_FOOTER_BYTES = 1 << 24;

/** Weights up to this many bytes are opened by a dry run to time them: larger ones take longer than the estimate is worth. */
export const MEASURED_WEIGHTS_BYTES = 1 << 30;

/** Bytes of the paper's SAE in float32, where nobody could be asked for a size. */
export const GPT2_SMALL_SAE_BYTES = 152_000_000;
