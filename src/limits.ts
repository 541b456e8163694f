/** Every bound of the product, each with its reason. */

/** Fewer bases than this and no verdict is given: the KS distance alone has a sampling sd above 0.07. */
export const MIN_BASES_FOR_VERDICT = 200;

/** Fewer bases than this and nothing is measured: a variance, and so every statistic of a report, needs two. */
export const MIN_BASES = 2;

/**
 * Above this share of bases that could not be measured, a comparison decides nothing: bases are not lost at random, and
 * a KS distance or a share moves by as much as is lost; 1 % is a third of an interval's half width at 1000 bases.
 */
export const LARGEST_SHARE_OF_LOST_BASES = 0.01;

/** More pairs than this, as a multiple of those wanted, are not drawn to make up for pairs that coincide: nine in ten would. */
export const MOST_PAIRS_DRAWN = 10;

/** Under this many activations a covariance gets a remark: a 64-dimensional one is visibly noisy. */
export const GOOD_POPULATION = 8_000;

/** Above this share of bases without an active latent an SAE says nothing of most of what it is asked about. */
export const LARGEST_SHARE_OF_SILENT_BASES = 0.5;

/** Above this mean share of active latents a code chooses nothing: small dictionaries of sound SAEs reach a half. */
export const LARGEST_SHARE_OF_ACTIVE_LATENTS = 0.9;

/** Explained variance under which a remark is made: the organism's SAE has 0.98 in its language, 0.77 on random tokens. */
export const SMALLEST_USUAL_EXPLAINED_VARIANCE = 0.8;

/** Times by which L0 may differ from the sum of firing frequencies without a remark: positions of a text differ by less. */
export const LARGEST_L0_OVER_TRAINING = 3;

/** Bootstrap resamples: the Monte-Carlo error of a 95 % end is then under 2 % of the interval's width. */
export const BOOTSTRAP_RESAMPLES = 10_000;

/** Bootstrap resamples of a ladder, which decides nothing and has dozens of distances. */
export const LADDER_RESAMPLES = 2_000;

/** Bootstrap resamples of one reading of an effect: they decide nothing, and there are hundreds. */
export const READINGS_RESAMPLES = 400;

/**
 * Largest safetensors header read, bytes: some 130,000 tensors, where GPT-2 XL has 580 (60 kB) and one shard of the largest
 * published models some thousands. The format's own reader stops at 100 MB, but reading costs many times the bytes.
 */
export const MAX_SAFETENSORS_HEADER_BYTES = 16_000_000;

/** Most layers of a model: tables are made layer by layer, and the deepest published transformers have some 130. */
export const MAX_MODEL_LAYERS = 1_000;

/** Most files of a sharded checkpoint: the largest published ones have under 200, and each is opened and looked at. */
export const MAX_WEIGHT_SHARDS = 1_000;

/** Largest weight accepted: GPT-2's is below 200, while a misread file shows values near 1e38. */
export const MAX_WEIGHT_SIZE = 1e6;

/** Bytes read at a time while weights are streamed: large enough for full disk speed, small beside any model. */
export const WEIGHT_PIECE_BYTES = 1 << 22;

/**
 * Float values of intermediate tensors held by one batch of the fast path, 64 MB: some 1300 rows on GPT-2 small's shape,
 * where it is 8 % faster than a quarter of it (threads meet less often) and twice as much brings nothing.
 */
export const FAST_PATH_BATCH_VALUES = 1 << 24;

/** Whole streams of one prompt that run side by side: the further ones cost a quarter of the first (organism). */
export const STREAMS_A_CALL = 32;

/** Rows of short curves that are read out together: a call for two rows costs as much as for twenty. */
export const READOUT_ROWS = 128;

/** A text that a tokenizer with patterns of its own has not taken apart after this long, ms: GPT-2's takes a microsecond a word. */
export const TOKENIZER_TEXT_MS = 5_000;

/** Memory of such a tokenizer's thread, MB: ten times what the largest published vocabularies take. */
export const TOKENIZER_THREAD_MB = 2048;

/** A thread for such a tokenizer that has not started after this long, ms: it takes one to five seconds on busy cores. */
export const TOKENIZER_START_MS = 60_000;

/** Names of files or folders that one sentence lists: what fits into a few lines of a terminal. */
export const NAMES_SHOWN = 8;

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

/** Pauses between the tries of one file, ms in all: six times what the Hub counts its limits over. */
export const HUB_PAUSES_MS = 1_800_000;

/** Tries of one file, ms in all: a day, in which 6 kB/s bring GPT-2 small. A server that drips has an end. */
export const HUB_FILE_MS = 86_400_000;

/** Longest listing of a repository, ms: the longest known, of thousands of files, takes seconds. */
export const HUB_LISTING_MS = 600_000;

/** Pages of a listing: the Hub's hold 1000 entries, so with HUB_LISTED_FILES there are 100, and folders besides. */
export const HUB_LISTING_PAGES = 1000;

/** Files listed of one repository: a data set has thousands. */
export const HUB_LISTED_FILES = 100_000;

/** Bytes of one page of a listing, fifty times one of 1000 entries with their hashes. */
export const HUB_PAGE_BYTES = 1 << 24;

/** Largest JSON or text file of a model or SAE, bytes: the largest tokenizers in use have 35 MB. */
export const HUB_JSON_BYTES = 1 << 28;

/** Largest file the Hub can say it has, bytes: ten times the largest it takes. */
export const HUB_FILE_BYTES = 5e12;

/** Names listed in one sentence: more are not read. */
export const NAMES_IN_A_SENTENCE = 12;

/** How long the Hub may be silent, ms, when a plan only asks whether it answers. */
export const HUB_PLAN_MS = 5_000;

/** How often the holder of a run store says that it is alive, ms. */
export const STORE_LOCK_REFRESH_MS = 20_000;

/** A lock held on another machine that is not refreshed while watched for this long, ms, has no holder. */
export const STORE_LOCK_WATCH_MS = 90_000;

/** A lock without a holder's name stays so for this long, ms, before it is taken over: writing one takes far less. */
export const STORE_LOCK_EMPTY_MS = 3_000;

/**
 * Bytes of prompts' streams kept while a run lasts, so that a prompt runs once for all its paths: those of 13,000 of the
 * organism's prompts, and of 1000 of GPT-2 small's, whose paths cost a thousand times the prompt.
 */
export const KEPT_STREAMS_BYTES = 1 << 25;

/** Prompts of one pass where many are known together, such as those of a run: a pass of one spends nineteen twentieths of its time on the call. */
export const PROMPTS_A_PASS = 100;

/** Products of a covariance from which on it has a thread of its own: they take half a second, starting a thread a tenth. */
export const COVARIANCE_BESIDE = 1 << 30;

/** Float values of one batch of products with a whole dictionary, 32 MB: enough rows to pay for packing the dictionary. */
export const PRODUCT_BATCH_VALUES = 1 << 23;

/**
 * Memory blocks of at least this many bytes go back to Linux when they are freed. glibc raises its own threshold to
 * 32 MB as it goes, and a run that gives up one model's weights for another's then holds 160 MB more at its peak.
 */
export const RETURNED_BLOCK_BYTES = 1 << 22;

/** Bases, points, shards and records that a part may claim: a thousandfold of the largest run, whose lists still fit memory. */
export const MAX_STORED_BASES = 10_000_000;

/** A run store untouched for this long, ms, is not continued any more: 30 days, longer than any queue. */
export const STORE_ABANDONED_MS = 2_592_000_000;

/** A folder whose maker cannot be asked for is abandoned when it is this old, ms: a day, longer than any report is written. */
export const ABANDONED_FOLDER_MS = 86_400_000;

/** How long a process waits while another puts its report into the same folder, ms; that is a matter of milliseconds. */
export const FOLDER_TURN_MS = 60_000;

/** A turn that nobody has written into for this long, ms, is that of a process killed just then. */
export const FOLDER_TURN_EMPTY_MS = 10_000;

/** Bytes of row groups fetched for one run's prompts: 7000 pairs; with 64 KiB of each of 80 files for footers, under 350 MB in all. */
export const PROMPT_DOWNLOAD_BYTES = 340_000_000;

/** Bytes fetched from a parquet file's end at first: the footer of some 300 row groups of one column; the rest of a longer one follows. */
export const PARQUET_FOOTER_BYTES = 1 << 16;

/** Largest parquet footer fetched: that of some 50,000 row groups. A file that claims more lies. */
export const MAX_PARQUET_FOOTER_BYTES = 1 << 24;

/**
 * Largest text file read whole, bytes: V8 makes no longer string of one byte a character. Files that are read line by
 * line have no such end.
 */
export const MAX_TEXT_BYTES = 0x1fff_ffe8;

/** Longest line of a text file read line by line, bytes: some ten million token ids, longer than any document. */
export const MAX_LINE_BYTES = 1 << 26;

/** Bytes of a text file read at a time. */
export const TEXT_PIECE_BYTES = 1 << 20;

/** Most prompts taken from one file: kept to ten tokens each they take about a gigabyte; a run of the paper needs 10,000. */
export const MAX_PROMPTS = 5_000_000;

/** Names of a folder that an error lists: a line of a terminal. */
export const LISTED_NAMES = 8;

/** Threads of one product for each core: beyond a few they only wait for one another, and 100,000 never start. */
export const THREADS_PER_CORE = 4;

/**
 * Memory one base takes at least, bytes, from its draw to the report: two prompts, and for each of some ten curves of a
 * hundred points their share of the samples. Only for refusing what cannot fit.
 */
export const BYTES_PER_BASE = 1 << 13;

/** Most points of one path: a hundred times the paper's; every point is a row of d_model numbers in one batch. */
export const MAX_POINTS = 10_000;

/** Longest step of a path, residual units: no stream is longer than the largest weight accepted. */
export const MAX_STEP = MAX_WEIGHT_SIZE;

/** Most shards of one run: more machines than any job array of the clusters we know starts. */
export const MAX_SHARDS = 10_000;

/** Most base prompts of the benchmark: fifty times its default, hours of work. */
export const MAX_BENCH_BASES = 10_000;

/** Largest whole number an option takes where nothing else ends it: above it neighbours are no longer told apart. */
export const MAX_WHOLE_NUMBER = Number.MAX_SAFE_INTEGER;
/** Weights up to this many bytes are opened by a dry run to time them: larger ones take longer than the estimate is worth. */
export const MEASURED_WEIGHTS_BYTES = 1 << 30;

/** Bytes of the paper's SAE in float32, where nobody could be asked for a size. */
export const GPT2_SMALL_SAE_BYTES = 152_000_000;

/** Weights of more bytes are large: GPT-2 small has 500 MB, the organism 2. */
export const LARGE_WEIGHTS_BYTES = 200e6;

/** Threads of one operator where weights are large: two workers' copies of GPT-2 small would not fit into a run's memory. */
export const THREADS_OF_LARGE_WEIGHTS = 2;

/** Memory of one worker besides weights, bytes: its heap, the code, sessions and a batch. */
export const WORKER_BYTES = 150e6;

/** Bytes of a worker for each byte of weights: onnxruntime packs the blocks' matrices once more. */
export const WORKER_BYTES_PER_WEIGHT_BYTE = 1.5;

/** Share of the free memory that workers may take: the SAE, prepared bases and others on the machine take some too. */
export const SHARE_OF_FREE_MEMORY = 0.6;

/** Most workers: beyond this the one process that draws rows and reads curves is what a run waits for. */
export const MOST_WORKERS = 64;
