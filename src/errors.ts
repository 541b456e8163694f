/**
 * Every error a user can meet, in one file.
 *
 * A constructor takes the facts and writes the sentence: the fact, the value, then `hint` says what to do.
 * The texts are tested in `spec/unit/errors.spec.ts`.
 */
export abstract class BagOfLatentsError extends Error {
  /** What to do now, one sentence, no trailing newline. */
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.hint = hint;
  }
}

/** A number, option or field given by the user that cannot be used. */
export class InvalidInputError extends BagOfLatentsError {
  constructor(facts: { what: string; got: unknown; want: string; hint: string }) {
    super(`${facts.what} is ${describeValue(facts.got)}; it must be ${facts.want}.`, facts.hint);
  }
}

/** Two shapes that must agree do not; both culprits are named. */
export class ShapeMismatchError extends BagOfLatentsError {
  constructor(facts: {
    left: string;
    leftShape: readonly number[];
    right: string;
    rightShape: readonly number[];
  }) {
    super(
      `${facts.left} has shape [${facts.leftShape.join(", ")}] but ${facts.right} has shape [${facts.rightShape.join(", ")}].`,
      "Hint: check that both come from the same model and the same file.",
    );
  }
}

/** NaN or infinity where a finite number is needed: NaN fails every comparison and would pass silently. */
export class NonFiniteError extends BagOfLatentsError {
  constructor(facts: { what: string; index: number; value: number }) {
    super(
      `${facts.what} holds ${facts.value} at index ${facts.index}.`,
      "Hint: non-finite numbers are never skipped; find the step that made it.",
    );
  }
}

/** A value as an error shows it: short, with its type. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
  if (value === null || value === undefined || typeof value === "number" || typeof value === "boolean")
    return `${String(value)}${typeof value === "number" ? " (number)" : ""}`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return `a value of type ${typeof value}`;
}

/** A file or folder that must be there is not, or cannot be read. */
export class MissingFileError extends BagOfLatentsError {
  constructor(facts: { file: string; what: string; hint: string; cause?: unknown }) {
    super(
      `${facts.what} is missing or cannot be read: ${facts.file}.`,
      facts.hint,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
  }
}

/** A file that is not what its format says: truncated, lying about its contents, or of another kind. */
export class MalformedFileError extends BagOfLatentsError {
  constructor(facts: { file: string; fact: string; hint?: string }) {
    super(
      `${facts.file}: ${facts.fact}.`,
      facts.hint ?? "Hint: the file is damaged or incomplete; fetch or export it again.",
    );
  }
}

/** A configuration field that would change the computation in a way this runtime does not carry out. */
export class UnsupportedConfigError extends BagOfLatentsError {
  constructor(facts: { file: string; field: string; got: unknown; want: string; hint?: string }) {
    super(
      `${facts.file}: ${facts.field} is ${describeValue(facts.got)}; supported is ${facts.want}.`,
      facts.hint ??
        "Hint: use a checkpoint with a supported setting; ignoring the field would give wrong numbers.",
    );
  }
}

/** A weight that is NaN, infinite, or too large for float32 arithmetic. */
export class WeightValueError extends BagOfLatentsError {
  constructor(facts: { file: string; tensor: string; index: number; value: number; limit: number }) {
    super(
      `${facts.file}: ${facts.tensor} holds ${facts.value} at index ${facts.index}; weights must be finite and at most ${facts.limit} in size.`,
      "Hint: the file is damaged or its training diverged; fetch it again or use another checkpoint.",
    );
  }
}

/** A sparse autoencoder that does not belong to the model or to the stream it is used on. */
export class SaeMismatchError extends BagOfLatentsError {
  constructor(facts: { sae: string; fact: string; hint: string }) {
    super(`The SAE ${facts.sae} ${facts.fact}.`, facts.hint);
  }
}

/** A statistic of no numbers at all. */
export class EmptySampleError extends BagOfLatentsError {
  constructor(facts: { what: string }) {
    super(
      `${facts.what} is empty; a statistic needs at least one number.`,
      "Hint: check that the experiment kept at least one base.",
    );
  }
}

/** A base without a value (null) in a statistic that cannot rank it and was not told what it counts as. */
export class MissingValueError extends BagOfLatentsError {
  constructor(facts: { what: string; index: number; missing: number; n: number }) {
    super(
      `${facts.what} has no value (null) at index ${facts.index}; ${facts.missing} of its ${facts.n} are missing.`,
      "Hint: say what a missing value counts as (nullAs), or use a statistic that ranks it last (ksCombination, medianOf).",
    );
  }
}

/** Two groups of one claim hold different numbers of bases, so they cannot be resampled together. */
export class UnequalGroupsError extends BagOfLatentsError {
  constructor(facts: { left: string; leftLength: number; right: string; rightLength: number }) {
    super(
      `group "${facts.left}" has ${facts.leftLength} samples but group "${facts.right}" has ${facts.rightLength}.`,
      "Hint: every group holds one sample per base, in the same order; use null for a base without a value.",
    );
  }
}

/** A covariance that has no Cholesky factor even after repair. */
export class CovarianceError extends BagOfLatentsError {
  constructor(facts: { size: number; largestJitter: number }) {
    super(
      `The ${facts.size} x ${facts.size} covariance is not positive definite, even with ${facts.largestJitter} of its mean variance added to the diagonal.`,
      "Hint: use more prompts for the covariance; fewer than d_model of them cannot span the space.",
    );
  }
}

/** A report that does not fit its schema, or contradicts itself. */
export class ReportFormatError extends BagOfLatentsError {
  /** Where in the report, as a JSON pointer; "" is the whole of it. */
  readonly pointer: string;

  constructor(facts: { where: string; pointer: string; fact: string }) {
    super(
      `${facts.where} is not a valid report: ${facts.pointer === "" ? "the whole" : facts.pointer} ${facts.fact}.`,
      "Hint: reports are written by npm run reproduce and not edited; src/report/report.schema.json says what fits.",
    );
    this.pointer = facts.pointer;
  }
}

/** A report that an older version of this program wrote: its parts stand elsewhere, and it is not read. */
export class OldReportError extends BagOfLatentsError {
  constructor(facts: { where: string; version: number; wanted: number }) {
    super(
      `${facts.where} is a report of schema ${facts.version}; this version reads schema ${facts.wanted} only.`,
      "Hint: run npm run reproduce again on the same model, or read it with the version that wrote it.",
    );
  }
}

/** A folder or file that results were to be written into and that cannot be written. */
export class UnwritableFolderError extends BagOfLatentsError {
  constructor(facts: { folder: string; cause: unknown }) {
    const why = facts.cause instanceof Error ? facts.cause.message : String(facts.cause);
    super(
      `${facts.folder} cannot be written: ${why}.`,
      "Hint: choose a folder you may write with --out DIR, or free the disk; nothing half-written was left.",
      { cause: facts.cause },
    );
  }
}

/** A claim that cannot be judged as it is written. */
export class ClaimDefinitionError extends BagOfLatentsError {
  constructor(facts: { id: string; fact: string; hint: string }) {
    super(`The claim "${facts.id}" cannot be used: ${facts.fact}.`, facts.hint);
  }
}

/** Groups of one claim that were measured on different base prompts cannot be compared base by base. */
export class UnequalBasesError extends BagOfLatentsError {
  constructor(facts: { left: string; right: string; n: readonly [number, number] }) {
    super(
      `The samples "${facts.left}" (${facts.n[0]} bases) and "${facts.right}" (${facts.n[1]} bases) are not of the same base prompts.`,
      "Hint: every group of a claim is measured on all bases of the run; check what `observe` returns.",
    );
  }
}

/** Something a claim needs is not there: the claim is not-run, which is no failure. */
export class NotRunError extends BagOfLatentsError {
  constructor(facts: { what: string; missing: string; hint: string }) {
    super(`${facts.what} needs ${facts.missing}, and there is none.`, facts.hint);
  }
}

/** `golden:accept` asked where it must not change anything, or without what it must record. */
export class GoldenRefusedError extends BagOfLatentsError {
  constructor(facts: { name: string; fact: string; hint: string }) {
    super(`golden "${facts.name}" was not accepted: ${facts.fact}.`, facts.hint);
  }
}

/** A prompt file that cannot feed the pairs and the covariance of a run. */
export class NotEnoughPromptsError extends BagOfLatentsError {
  constructor(facts: { source: string; distinct: number; pairs: number; population: number }) {
    super(
      `${facts.source} holds ${facts.distinct} distinct prompts; ${facts.pairs} bases need ${2 * facts.pairs} of them and the covariance at least ${facts.population} more (10 d_model).`,
      "Hint: supply more prompts or ask for fewer bases with --bases and --more-bases.",
    );
  }
}

/** The expected verdicts of a model are about other weights than the ones at hand. */
export class StandingDigestError extends BagOfLatentsError {
  constructor(facts: { file: string; weightsDigest: string; known: readonly string[] }) {
    super(
      `${facts.file} is about weights ${facts.known.map((digest) => digest.slice(0, 12)).join(", ") || "(none)"}, but the model's are ${facts.weightsDigest.slice(0, 12)}.`,
      "Hint: the weights changed. Restore them, or remove the file: then nothing is expected of the model.",
    );
  }
}

/** A model without a language of its own was given no prompts. */
export class NoPromptsError extends BagOfLatentsError {
  constructor(facts: { model: string }) {
    super(
      `There are no prompts for ${facts.model}: only an organism brings a language of its own, and only GPT-2 as it was published takes rows of OpenWebText.`,
      "Hint: add --prompts FILE, a JSON array of token-id arrays, .jsonl, or .txt with one prompt a line.",
    );
  }
}

/** `--model` names neither a directory of a checkpoint nor anything that is known. */
export class UnknownModelError extends BagOfLatentsError {
  constructor(facts: { model: string }) {
    super(
      `There is no model at "${facts.model}": no config.json is found there.`,
      "Hint: --model takes a Hugging Face GPT-2 directory with config.json and model.safetensors; leave it out for the organism that ships.",
    );
  }
}

/** A file that was to be made is there already and may hold somebody's work. */
export class AlreadyExistsError extends BagOfLatentsError {
  constructor(facts: { file: string; hint: string }) {
    super(`${facts.file} exists already and was left as it is.`, facts.hint);
  }
}

/** A repository, revision or file name that the Hub cannot have. */
export class HubNameError extends BagOfLatentsError {
  constructor(facts: { what: "repository id" | "revision" | "file path"; got: string; want: string }) {
    super(
      `The ${facts.what} ${describeValue(facts.got)} cannot be used: it must be ${facts.want}.`,
      "Hint: a repository is named as in its address on the Hub, such as openai-community/gpt2.",
    );
  }
}

/** Something the Hub says it does not have (404). */
export class HubNotFoundError extends BagOfLatentsError {
  readonly missing: "repository" | "revision" | "file" | "page";

  constructor(facts: { file: string; missing: "repository" | "revision" | "file" | "page" }) {
    super(
      `${facts.file}: the Hub has no such ${facts.missing} (404).`,
      facts.missing === "repository"
        ? "Hint: check the spelling of org/name; a private repository also needs HF_TOKEN."
        : "Hint: check the revision and the file name on the repository's page.",
    );
    this.missing = facts.missing;
  }
}

/** A repository the Hub does not show to this user (401, 403). */
export class HubAccessError extends BagOfLatentsError {
  constructor(facts: { file: string; status: number; gated: boolean; tokenFrom: string | null }) {
    const token = facts.tokenFrom === null ? "without a token" : `with the token from ${facts.tokenFrom}`;
    super(
      `${facts.file}: the Hub refused the request ${token} (${facts.status}${facts.gated ? ", a gated repository" : ""}).`,
      facts.gated
        ? "Hint: accept the terms on the repository's page, then set HF_TOKEN to a token of that account."
        : facts.tokenFrom === null
          ? "Hint: check the spelling of org/name (the Hub answers so for names it does not know), or set HF_TOKEN."
          : "Hint: the token may have expired or lack the right to read this repository; make a new one.",
    );
  }
}

/** A token that cannot be one; it is not shown. */
export class HubTokenError extends BagOfLatentsError {
  constructor(facts: { from: string }) {
    super(
      `The Hub token from ${facts.from} is not one: it must start with "hf_" and hold only letters, digits and underscores.`,
      "Hint: copy it again from the account's settings page, or unset it: public repositories need none.",
    );
  }
}

/** The Hub asks to wait (429), longer or more often than a run should. */
export class HubRateLimitError extends BagOfLatentsError {
  /** What Retry-After asked for, or null. */
  readonly waitMs: number | null;

  constructor(facts: { file: string; waitMs: number | null; attempt: number }) {
    const asked = facts.waitMs === null ? "" : ` and asks to wait ${Math.ceil(facts.waitMs / 1000)} s`;
    super(
      `${facts.file}: the Hub limits the rate of requests (429)${asked}; given up at try ${facts.attempt}.`,
      "Hint: run again later; what was fetched is kept. Signed-in users (HF_TOKEN) have a higher limit.",
    );
    this.waitMs = facts.waitMs;
  }
}

/** The Hub, or a mirror of it, fails (5xx, 408). */
export class HubServerError extends BagOfLatentsError {
  readonly waitMs: number | null;

  constructor(facts: { file: string; status: number; waitMs: number | null; attempt: number }) {
    super(
      `${facts.file}: the Hub answered with status ${facts.status}; given up at try ${facts.attempt}.`,
      "Hint: run again later; what was fetched is kept and continued.",
    );
    this.waitMs = facts.waitMs;
  }
}

/** No connection, a dropped one, or one on which nothing arrives. */
export class HubConnectionError extends BagOfLatentsError {
  constructor(facts: { file: string; fact: string; attempt: number; cause?: unknown }) {
    super(
      `${facts.file}: ${facts.fact}; given up at try ${facts.attempt}.`,
      "Hint: check the network (Node ignores HTTP_PROXY; HF_ENDPOINT names a mirror) and run again: it continues.",
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
  }
}

/** More or fewer bytes than announced. */
export class HubLengthError extends BagOfLatentsError {
  constructor(facts: { file: string; fact: string; attempt: number }) {
    super(
      `${facts.file}: ${facts.fact}; given up at try ${facts.attempt}.`,
      "Hint: a proxy or mirror may alter the file; try without it.",
    );
  }
}

/** A server that cannot continue a file where it stopped (416, or the wrong part). */
export class HubRangeError extends BagOfLatentsError {
  constructor(facts: { file: string; from: number; answer: string; attempt: number }) {
    super(
      `${facts.file}: asked for the bytes from ${facts.from} on, the Hub answered ${facts.answer}; given up at try ${facts.attempt}.`,
      "Hint: run again; the file is then fetched from its beginning.",
    );
  }
}

/** An answer of the Hub that says too little or contradicts itself. */
export class HubAnswerError extends BagOfLatentsError {
  constructor(facts: { file: string; fact: string; cause?: unknown }) {
    super(
      `${facts.file}: the Hub's answer cannot be used: ${facts.fact}.`,
      "Hint: check HF_ENDPOINT; a mirror must answer as the Hub does.",
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
  }
}

/** A file whose bytes are not those it was said to hold. */
export class HubHashError extends BagOfLatentsError {
  constructor(facts: {
    file: string;
    expected: string;
    expectedBy: string;
    got: string;
    fate: "deleted" | "not fetched" | "left where it is";
  }) {
    const hints = {
      deleted: "Hint: run again; if it happens twice, a proxy or mirror alters the file.",
      "not fetched": "Hint: the published file is another one now; check the repository and the revision.",
      "left where it is": "Hint: delete the file to have it fetched again.",
    };
    super(
      `${facts.file}: its hash is ${facts.got}, but ${facts.expectedBy} says ${facts.expected}; it was ${facts.fate}.`,
      hints[facts.fate],
    );
  }
}

/** The cache cannot be written: a full disk, or no right to. */
export class HubWriteError extends BagOfLatentsError {
  constructor(facts: {
    path: string;
    code: string;
    stillNeeded: number | null;
    /** The variable that moves the cache; the Hub's unless given. */
    variable?: string;
    cause: unknown;
  }) {
    const full = facts.code === "ENOSPC" || facts.code === "EDQUOT";
    const { variable = "HF_HUB_CACHE" } = facts;
    super(
      `${facts.path} cannot be written: ${full ? "the disk is full" : facts.code}${facts.stillNeeded === null ? "" : `, ${facts.stillNeeded} bytes are still to come`}.`,
      full
        ? `Hint: free the space, or set ${variable} to another disk, and run again: what was fetched is kept.`
        : `Hint: set ${variable}${variable === "HF_HUB_CACHE" ? " or HF_HOME" : ""} to a folder you may write.`,
      { cause: facts.cause },
    );
  }
}

/** HF_HUB_OFFLINE is set and the cache lacks a file. */
export class HubOfflineError extends BagOfLatentsError {
  constructor(facts: { file: string; cache: string }) {
    super(
      `${facts.file} is not in ${facts.cache}, and HF_HUB_OFFLINE forbids fetching it.`,
      "Hint: run once with HF_HUB_OFFLINE unset, or copy the cache from a machine that has the file.",
    );
  }
}

/** A file is no longer what the lock file says it was. */
export class HubLockError extends BagOfLatentsError {
  constructor(facts: { file: string; lockFile: string; recorded: string; got: string }) {
    super(
      `${facts.file} has sha256 ${facts.got}, but ${facts.lockFile} recorded ${facts.recorded}.`,
      "Hint: the published file changed. Accept the change only knowingly: then the numbers may change too.",
    );
  }
}

/** A published SAE, or a hook of one, that is not in the table of releases. */
export class UnknownReleaseError extends BagOfLatentsError {
  constructor(facts: { what: string; got: string; known: readonly string[] }) {
    super(
      `There is no ${facts.what} ${describeValue(facts.got)}; known are ${facts.known.join(", ")}.`,
      "Hint: a directory on this machine works too: give its path.",
    );
  }
}

/** Another process measures the same run right now. */
export class StoreInUseError extends BagOfLatentsError {
  constructor(facts: { folder: string; holder: string }) {
    super(
      `${facts.folder} is in use by ${facts.holder}: the same run is being measured there.`,
      "Hint: wait for it, or end it and run again; a run that was killed is continued without being asked.",
    );
  }
}

/** A curve could not be kept. What was kept before is still whole. */
export class StoreWriteError extends BagOfLatentsError {
  constructor(facts: { file: string; kept: number; cause: unknown }) {
    const { code } = facts.cause as NodeJS.ErrnoException;
    const full = code === "ENOSPC" || code === "EDQUOT";
    const why = facts.cause instanceof Error ? facts.cause.message : String(facts.cause);
    super(
      `${facts.file} cannot be written: ${full ? "the disk is full" : why}. The ${facts.kept} curves in it are kept.`,
      "Hint: free the space, or set BAG_OF_LATENTS_CACHE to another disk, and run again: a run continues where its curves are.",
      { cause: facts.cause },
    );
  }
}

/** Told, not thrown: records of a store that do not match their checksums. */
export class DamagedRecordsWarning extends BagOfLatentsError {
  constructor(facts: { file: string; dropped: number; kept: number }) {
    super(
      `${facts.file}: ${facts.dropped} damaged ${facts.dropped === 1 ? "record was" : "records were"} dropped, ${facts.kept} are whole.`,
      "Hint: nothing to do, the run measures them again; a run that was killed while writing leaves one.",
    );
  }
}

/** Part files that do not belong together. */
export class PartsOfDifferentRunsError extends BagOfLatentsError {
  constructor(facts: { left: string; right: string; differ: readonly string[] }) {
    super(
      `${facts.left} and ${facts.right} are of different runs: they differ in ${facts.differ.join(", ")}.`,
      "Hint: measure all parts with the same model, prompts, options and version of this program.",
    );
  }
}

/** Two part files hold the same bases. */
export class OverlappingPartsError extends BagOfLatentsError {
  constructor(facts: { left: string; right: string; bases: readonly number[] }) {
    super(
      `${facts.left} and ${facts.right} both hold ${listed("base", facts.bases)}.`,
      "Hint: give every part once, and parts of one --shard split.",
    );
  }
}

/** Part files that together do not hold the whole run. */
export class MissingPartsError extends BagOfLatentsError {
  constructor(facts: { bases: readonly number[]; shards: readonly string[] }) {
    super(
      `The parts lack ${listed("base", facts.bases)}${facts.shards.length === 0 ? "" : `: no part is of shard ${facts.shards.join(", ")}`}.`,
      facts.shards.length === 0
        ? "Hint: measure the missing share with reproduce --shard and give its part file too."
        : `Hint: run reproduce with --shard ${facts.shards[0]} and give its part file too.`,
    );
  }
}

/** A curve that a report needs and that no part holds. */
export class MissingCurveError extends BagOfLatentsError {
  constructor(facts: { what: string; base: number }) {
    super(
      `No part holds "${facts.what}" of base ${facts.base}.`,
      "Hint: the part was measured for fewer claims or is damaged; measure that shard again.",
    );
  }
}

/** A data set of prompts that is too small for a run. */
export class TooFewRowsError extends BagOfLatentsError {
  constructor(facts: {
    source: string;
    groups: number;
    pairs: number;
    wanted: number;
    /** Rows for the covariance, where those are what is missing. */
    others?: { there: number; wanted: number };
  }) {
    const { groups, others } = facts;
    const rows = `${facts.source}: ${groups} row ${groups === 1 ? "group gives" : "groups give"}`;
    super(
      others === undefined
        ? `${rows} ${facts.pairs} pairs of prompts; the run needs ${facts.wanted}.`
        : `${rows} ${others.there} prompts for the covariance; it needs at least ${others.wanted} (10 d_model).`,
      `Hint: ${others === undefined ? "ask for fewer bases with --bases and --more-bases, or give" : "give"} prompts of your own with --prompts FILE.`,
    );
  }
}

/** The prompts of a run lie in more bytes than a run may fetch. */
export class DownloadLimitError extends BagOfLatentsError {
  constructor(facts: { source: string; pairs: number; needs: number; limit: number }) {
    const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
    super(
      `${facts.source}: ${facts.pairs} pairs of prompts lie in row groups of about ${megabytes(facts.needs)} MB; at most ${megabytes(facts.limit)} MB are fetched.`,
      "Hint: ask for fewer bases with --bases and --more-bases, or give prompts of your own with --prompts FILE.",
    );
  }
}

/** Told, not thrown: something that was kept to save a download is no longer what was written. */
export class DamagedCacheWarning extends BagOfLatentsError {
  constructor(facts: { file: string }) {
    super(`${facts.file} is damaged and was removed.`, "Hint: nothing to do, it is fetched again.");
  }
}

/** A device that a run was told to use and that is not there. */
export class MissingDeviceError extends BagOfLatentsError {
  constructor(facts: { device: string; fact: string; hint: string }) {
    super(`--device ${facts.device} cannot be used: ${facts.fact}.`, facts.hint);
  }
}

/** A device on which the model computes something else than on the cpu. */
export class DeviceParityError extends BagOfLatentsError {
  constructor(facts: { runtime: string; what: string; difference: number; tolerance: number; unit: string }) {
    const unit = facts.unit === "" ? "" : ` ${facts.unit}`;
    super(
      `On ${facts.runtime} ${facts.what} differ from those on the cpu by up to ${facts.difference.toPrecision(2)}${unit}; ${facts.tolerance}${unit} is tolerated.`,
      "Hint: run with --device cpu. Products in TF32 or half precision differ so much (NVIDIA_TF32_OVERRIDE=0 turns TF32 off), and so do faulty drivers.",
    );
  }
}

/** "base 3", "bases 1, 4, 7 and 12 more". */
function listed(what: string, values: readonly number[]): string {
  const shown = values.slice(0, 5).join(", ");
  const more = values.length > 5 ? ` and ${values.length - 5} more` : "";
  return `${what}${values.length === 1 ? "" : "s"} ${shown}${more}`;
}

/** The SAE that a model gets when none is named cannot be had. */
export class DefaultSaeError extends BagOfLatentsError {
  constructor(facts: { sae: string; cause: BagOfLatentsError }) {
    const { message, hint } = facts.cause;
    super(
      `${message} It belongs to ${facts.sae}, the SAE that these weights get when none is named.`,
      `${hint} --sae DIR takes one of your own instead, and --no-sae runs without: claims that need one are then not-run.`,
      { cause: facts.cause },
    );
  }
}
