/** Files and folders of this machine: missing, of another form, about something else, or not to be written. */
import { BagOfLatentsError, describeValue } from "./base.ts";
import { isSystemError, reasonOf } from "./reason-of.ts";

/**
 * A file or folder that must be there is not, or cannot be read: `reason` says why, and where none is given the cause
 * does. `there`: a sentence on what is found instead.
 */
export class MissingFileError extends BagOfLatentsError {
  constructor(facts: {
    file: string;
    what: string;
    hint: string;
    reason?: string;
    there?: string;
    cause?: unknown;
  }) {
    const reason = facts.reason ?? (isMissing(facts.cause) ? undefined : reasonOf(facts.cause));
    super(
      `${
        reason === undefined
          ? `${facts.what} is missing or cannot be read: ${facts.file}.`
          : `${facts.what} cannot be read: ${facts.file}: ${reason}.`
      }${facts.there === undefined ? "" : ` ${facts.there}`}`,
      facts.hint,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
  }
}

/** Whether no more is known than that it is not there. */
function isMissing(cause: unknown): boolean {
  return cause === undefined || (isSystemError(cause) && cause.code === "ENOENT");
}

/** A fact that begins with a verb goes on from the file's name; any other stands behind a colon. */
const SAYS_IT = /^(is|has|holds|lacks|does|says|begins|ends|names|gives|asks|lies) /;

/** A file that is not what its format says: truncated, lying about its contents, or of another kind. */
export class MalformedFileError extends BagOfLatentsError {
  constructor(facts: { file: string; fact: string; hint?: string }) {
    super(
      `${facts.file}${SAYS_IT.test(facts.fact) ? "" : ":"} ${facts.fact}.`,
      facts.hint ?? "Hint: the file is damaged or incomplete; fetch or export it again.",
    );
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

/** A report that a newer version of this program wrote: what stands in it is not known. */
export class NewerReportError extends BagOfLatentsError {
  constructor(facts: { where: string; version: number; wanted: number }) {
    super(
      `${facts.where} is a report of schema ${facts.version}; this version reads schema ${facts.wanted} only.`,
      "Hint: read it with the version that wrote it, or with a later one.",
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

/** A file that was to be made is there already and may hold somebody's work. */
export class AlreadyExistsError extends BagOfLatentsError {
  constructor(facts: { file: string; hint: string }) {
    super(`${facts.file} exists already and was left as it is.`, facts.hint);
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

/** The expected verdicts of a model are about other weights than the ones at hand. */
export class StandingDigestError extends BagOfLatentsError {
  constructor(facts: { file: string; weightsDigest: string; known: readonly string[] }) {
    super(
      `${facts.file} is about weights ${facts.known.map((digest) => digest.slice(0, 12)).join(", ") || "(none)"}, but the model's are ${facts.weightsDigest.slice(0, 12)}.`,
      "Hint: the weights changed. Restore them, or remove the file: then nothing is expected of the model.",
    );
  }
}

/** `golden:accept` asked where it must not change anything, or without what it must record. */
export class GoldenRefusedError extends BagOfLatentsError {
  constructor(facts: { name: string; fact: string; hint: string }) {
    super(`golden "${facts.name}" was not accepted: ${facts.fact}.`, facts.hint);
  }
}
