/** The curves of a run as they are kept, and the part files of a run in shares. */
import { BagOfLatentsError } from "./base.ts";

/** Another process measures the same run right now. */
export class StoreInUseError extends BagOfLatentsError {
  constructor(facts: { folder: string; holder: string }) {
    super(
      `${facts.folder} is in use by ${facts.holder}: the same run is being measured there.`,
      "Hint: wait for it, or end it and run again; a run that was killed is continued without being asked.",
    );
  }
}

/** A folder of curves that takes no lock, so that nobody can tell whether another process writes there. */
export class StoreLockError extends BagOfLatentsError {
  constructor(facts: { folder: string; cause: unknown }) {
    const { code, message } = facts.cause as NodeJS.ErrnoException;
    super(
      `${facts.folder} cannot be locked: ${code === "ENOSPC" || code === "EDQUOT" ? "the disk is full" : message}.`,
      "Hint: free the space, or set BAG_OF_LATENTS_CACHE to a folder of another file system that you may write.",
      { cause: facts.cause },
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

/** A warning, never thrown: records of a store that do not match their checksums. */
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

/** "base 3", "bases 1, 4, 7 and 12 more". */
function listed(what: string, values: readonly number[]): string {
  const shown = values.slice(0, 5).join(", ");
  const more = values.length > 5 ? ` and ${values.length - 5} more` : "";
  return `${what}${values.length === 1 ? "" : "s"} ${shown}${more}`;
}
