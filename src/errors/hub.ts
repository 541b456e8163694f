/** The Hugging Face Hub: what is asked of it, and what it answers. */
import { BagOfLatentsError, describeValue } from "./base.ts";
import { didYouMean } from "./did-you-mean.ts";

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
  readonly file: string;
  readonly missing: "repository" | "revision" | "file" | "page";

  constructor(facts: {
    file: string;
    missing: "repository" | "revision" | "file" | "page";
    /** What the repository holds instead: folders of SAEs as they are typed, or a model's files. */
    there?: { readonly what: "sae" | "model"; readonly names: readonly string[]; readonly more: number };
  }) {
    super(`${facts.file}: the Hub has no such ${facts.missing} (404).`, hintOfAbsence(facts));
    this.file = facts.file;
    this.missing = facts.missing;
  }
}

function hintOfAbsence({ missing, there }: ConstructorParameters<typeof HubNotFoundError>[0]): string {
  if (missing === "repository")
    return "Hint: check the spelling of org/name; a private repository also needs HF_TOKEN. A directory of this machine is found by its path.";
  if (there === undefined) return "Hint: check the revision and the file name on the repository's page.";
  const names = `${there.names.join(", ")}${there.more > 0 ? ` and ${there.more} more` : ""}`;
  if (there.what === "sae")
    return there.names.length === 0
      ? "Hint: no folder of this repository has a cfg.json, so no SAE of it is read."
      : `Hint: --sae takes a folder with a cfg.json; there ${there.names.length === 1 && there.more === 0 ? "is" : "are"} ${names}.`;
  return `Hint: weights are read from model.safetensors or model.safetensors.index.json with its parts; the repository has ${names === "" ? "no file at its top" : names}.`;
}

/** A repository the Hub does not show to this user (401, 403). */
export class HubAccessError extends BagOfLatentsError {
  constructor(facts: {
    file: string;
    status: number;
    gated: boolean;
    tokenFrom: string | null;
    /** What was sent; default: a token. */
    sent?: "token" | "password";
  }) {
    const { sent = "token" } = facts;
    const token = facts.tokenFrom === null ? "without a token" : `with the ${sent} from ${facts.tokenFrom}`;
    super(
      `${facts.file}: the Hub refused the request ${token} (${facts.status}${facts.gated ? ", a gated repository" : ""}).`,
      facts.gated
        ? "Hint: accept the terms on the repository's page, then set HF_TOKEN to a token of that account."
        : facts.tokenFrom === null
          ? "Hint: check the spelling of org/name (the Hub answers so for names it does not know), or set HF_TOKEN."
          : sent === "password"
            ? "Hint: check the user and the password in HF_ENDPOINT, and that they may read this repository."
            : "Hint: the token may have expired or lack the right to read this repository; make a new one.",
    );
  }
}

/** A token that cannot be sent; it is not shown. */
export class HubTokenError extends BagOfLatentsError {
  constructor(facts: { from: string }) {
    super(
      `The Hub token from ${facts.from} cannot be sent: it holds a character that no header can hold.`,
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

/** A published SAE, or a hook of one, that is not in the table of releases. */
export class UnknownReleaseError extends BagOfLatentsError {
  constructor(facts: { what: string; got: string; known: readonly string[] }) {
    const meant = didYouMean(facts.got, facts.known);
    super(
      `There is no ${facts.what} ${describeValue(facts.got)}; known are ${facts.known.join(", ")}.`,
      meant === null
        ? "Hint: a directory on this machine works too: give its path."
        : `Hint: did you mean ${meant}? A directory on this machine works too: give its path.`,
    );
  }
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
