/** What of the Hub is kept on this machine: its cache, and the record of what was first used. */
import { BagOfLatentsError } from "./base.ts";

/** The cache cannot be written: a full disk, or no right to. */
export class HubWriteError extends BagOfLatentsError {
  constructor(facts: {
    path: string;
    code: string;
    stillNeeded: number | null;
    /** The variable that moves the cache; default: the Hub's. */
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
  constructor(facts: {
    /** The entry of the lock file. */
    file: string;
    lockFile: string;
    recorded: string;
    got: string;
    /** `org/name@commit` of what was recorded; null for a file of a commit, which nobody can have published anew. */
    was: string | null;
    /** The file on this machine. */
    path: string;
  }) {
    super(
      `${facts.file} has sha256 ${facts.got}, but ${facts.lockFile} recorded ${facts.recorded}.`,
      facts.was === null
        ? `Hint: a commit does not change, so the copy here was altered: delete ${facts.path} to have it fetched again. If the record is wrong, --accept-changed makes it anew.`
        : `Hint: the published file changed. ${facts.was} still names the one that was recorded; --accept-changed takes the new one and rewrites this entry, and the numbers may change too.`,
    );
  }
}

/** A warning, never thrown: something that was kept to save a download is no longer what was written. */
export class DamagedCacheWarning extends BagOfLatentsError {
  constructor(facts: { file: string }) {
    super(`${facts.file} is damaged and was removed.`, "Hint: nothing to do, it is fetched again.");
  }
}
