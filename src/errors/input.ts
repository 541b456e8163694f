/** What a user asked for or wrote, and what is computed from it: options, models, prompts, claims, numbers. */
import { BagOfLatentsError, describeValue } from "./base.ts";

/** A number, option or field given by the user that cannot be used. */
export class InvalidInputError extends BagOfLatentsError {
  constructor(facts: { what: string; got: unknown; want: string; hint: string }) {
    super(`${facts.what} is ${describeValue(facts.got)}; it must be ${facts.want}.`, facts.hint);
  }
}

/** A model lacks what every claim of a paper needs. */
export class UnmetNeedsError extends BagOfLatentsError {
  constructor(facts: { paper: string; model: string; unmet: string }) {
    super(
      `The claims of "${facts.paper}" cannot run on ${facts.model}: ${facts.unmet}.`,
      "Hint: name another --paper, or give the model what it lacks.",
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

/** A sparse autoencoder that does not belong to the model or to the stream it is used on. */
export class SaeMismatchError extends BagOfLatentsError {
  constructor(facts: { sae: string; fact: string; hint: string }) {
    super(`The SAE ${facts.sae} ${facts.fact}.`, facts.hint);
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

/** A prompt file that cannot feed the pairs and the covariance of a run. */
export class NotEnoughPromptsError extends BagOfLatentsError {
  constructor(facts: { source: string; distinct: number; pairs: number; population: number }) {
    super(
      `${facts.source} holds ${facts.distinct} distinct prompts; ${facts.pairs} bases need ${2 * facts.pairs} of them and the covariance at least ${facts.population} more (10 d_model).`,
      "Hint: supply more prompts or ask for fewer bases with --bases and --more-bases.",
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

/** A device that a run was told to use and that is not there. */
export class MissingDeviceError extends BagOfLatentsError {
  constructor(facts: { device: string; fact: string; hint: string }) {
    super(`--device ${facts.device} cannot be used: ${facts.fact}.`, facts.hint);
  }
}

/** A thread that computes has ended before its time. */
export class ThreadEndedError extends BagOfLatentsError {
  constructor(facts: { does: string; reason: string }) {
    super(
      `A thread that ${facts.does} has ended: ${facts.reason}.`,
      "Hint: fewer --workers take less memory; the same command continues where the run was.",
    );
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

/** A claim that cannot be judged as it is written. */
export class ClaimDefinitionError extends BagOfLatentsError {
  constructor(facts: { id: string; fact: string; hint: string }) {
    super(`The claim "${facts.id}" cannot be used: ${facts.fact}.`, facts.hint);
  }
}

/** Something a claim needs is not there: the claim is not-run, which is no failure. */
export class NotRunError extends BagOfLatentsError {
  constructor(facts: { what: string; missing: string; hint: string }) {
    super(`${facts.what} needs ${facts.missing}, and there is none.`, facts.hint);
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

/** Groups of one claim that were measured on different base prompts cannot be compared base by base. */
export class UnequalBasesError extends BagOfLatentsError {
  constructor(facts: { left: string; right: string; n: readonly [number, number] }) {
    super(
      `The samples "${facts.left}" (${facts.n[0]} bases) and "${facts.right}" (${facts.n[1]} bases) are not of the same base prompts.`,
      "Hint: every group of a claim is measured on all bases of the run; check what `observe` returns.",
    );
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

/** Two shapes that must agree do not; both culprits are named. */
export class ShapeMismatchError extends BagOfLatentsError {
  constructor(facts: {
    left: string;
    leftShape: readonly number[];
    right: string;
    rightShape: readonly number[];
    hint?: string;
  }) {
    super(
      `${facts.left} has shape [${facts.leftShape.join(", ")}] but ${facts.right} has shape [${facts.rightShape.join(", ")}].`,
      facts.hint ?? "Hint: check that both come from the same model and the same file.",
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

/** A covariance that has no Cholesky factor even after repair. */
export class CovarianceError extends BagOfLatentsError {
  constructor(facts: { size: number; largestJitter: number }) {
    super(
      `The ${facts.size} x ${facts.size} covariance is not positive definite, even with ${facts.largestJitter} of its mean variance added to the diagonal.`,
      "Hint: use more prompts for the covariance; fewer than d_model of them cannot span the space.",
    );
  }
}
