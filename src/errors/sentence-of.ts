import { BagOfLatentsError } from "./base.ts";
import { printable } from "./printable.ts";
import { isSystemError, reasonOf, type SystemError } from "./reason-of.ts";

/** An error as it is told: a sentence, and what to do. */
export interface Sentence {
  readonly message: string;
  readonly hint: string;
}

/**
 * Whatever was thrown, as a sentence and a hint: a typed error says its own, one of the operating system says the call,
 * the path and the reason, and everything else is a fault of ours and called that.
 */
export function sentenceOf(error: unknown): Sentence {
  if (error instanceof BagOfLatentsError) return error;
  const { message, hint } = foreign(error);
  return { message: printable(message), hint: printable(hint) };
}

function foreign(error: unknown): Sentence {
  if (isSystemError(error)) return refusedBySystem(error);
  const { name, message } = error instanceof Error ? error : { name: "thrown", message: String(error) };
  if (name === "EvalError" && /code generation from strings/i.test(message))
    return {
      message: "Node was told not to make code from strings (--disallow-code-generation-from-strings).",
      hint: "Hint: run it without that flag, on the command line and in NODE_OPTIONS; reports are checked against their schema by such code.",
    };
  return {
    message: `This is a fault of bag-of-latents, and no verdict: ${name}: ${message.split("\n", 1)[0]}.`,
    hint: "Hint: please report it with what BAG_OF_LATENTS_STACK=1 and the same command print.",
  };
}

function refusedBySystem(error: SystemError): Sentence {
  const { code, syscall, path, dest } = error;
  const where = [path, dest].filter((one) => one !== undefined).join(" to ");
  return {
    message: `The system refused "${syscall}"${where === "" ? "" : ` of ${where}`}: ${reasonOf(error)}.`,
    hint: HINTS[code] ?? "Hint: BAG_OF_LATENTS_STACK=1 and the same command print where it was.",
  };
}

const HINTS: Readonly<Record<string, string>> = {
  EMFILE: "Hint: let processes open more files, as with: ulimit -n 1024.",
  EAGAIN: "Hint: let this user have more processes (ulimit -u), or ask for fewer --threads.",
  ENOSPC: "Hint: free the disk, or name another with --out, BAG_OF_LATENTS_CACHE and TMPDIR.",
  EDQUOT: "Hint: free your share of the disk, or name another with --out, BAG_OF_LATENTS_CACHE and TMPDIR.",
  EACCES:
    "Hint: make it readable or writable for this user, or name another with --out and BAG_OF_LATENTS_CACHE.",
  EROFS: "Hint: name folders that can be written with --out, BAG_OF_LATENTS_CACHE and TMPDIR.",
};
