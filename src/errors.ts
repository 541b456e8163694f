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
      "Hint: supply more prompts or ask for fewer bases with --bases.",
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
      `There are no prompts for ${facts.model}: only an organism brings a language of its own.`,
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
