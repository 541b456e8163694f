/**
 * The one place where a process ends otherwise than it was meant to: a reader that is gone, a full disk behind stdout, a
 * signal, an error that nobody caught. Each is a sentence at most, and none ends with 1, which is a verdict's.
 */
import { printable, sentenceOf } from "../errors/index.ts";
import { EXIT } from "./exit-code.ts";

/** What a signal tells before it ends the process: a sentence, or null for nothing. */
type LastWord = (signal: NodeJS.Signals) => string | null;

const lastWords = new Set<LastWord>();

/**
 * Has a sentence said when a signal ends this process, such as how far it came and how it goes on. It must not wait:
 * the process ends right after. Gives what takes it back.
 */
export function onEnd(lastWord: LastWord): () => void {
  lastWords.add(lastWord);
  return () => void lastWords.delete(lastWord);
}

/** Signals that ask a process to end: the terminal closed, Ctrl-C, a scheduler or a shutdown. */
const ENDING = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** Has every end of this process told and given its code. Once a process, before anything else is loaded. */
export function watchEnds(): void {
  process.stdout.on("error", onOutputError);
  process.stderr.on("error", () => {}); // there is nobody left to tell
  process.removeAllListeners("uncaughtException"); // what started this process watched until now
  process.on("uncaughtException", (error) => {
    tellEnd(error);
    process.exit(EXIT.failed);
  });
  process.on("unhandledRejection", (error) => {
    tellEnd(error);
    process.exit(EXIT.failed);
  });
  for (const signal of ENDING) process.on(signal, endBySignal);
}

/** Tells an error that ends the process. Where it was thrown is added when BAG_OF_LATENTS_STACK is set. */
export function tellEnd(error: unknown): void {
  const { message, hint } = sentenceOf(error);
  process.stderr.write(`${message}\n${hint}\n`);
  if (process.env["BAG_OF_LATENTS_STACK"] && error instanceof Error)
    process.stderr.write(`${printable(stackOf(error), Number.POSITIVE_INFINITY)}\n`);
}

function stackOf(error: Error): string {
  const { cause } = error;
  return `${error.stack ?? error.message}${cause instanceof Error ? `\nbecause of ${stackOf(cause)}` : ""}`;
}

/** The reader of a pipe may go when it has enough; the run goes on to its report. Anything else loses what was asked for. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") return;
  if (failedOutput) return;
  failedOutput = true;
  tellEnd(error);
  process.exitCode = EXIT.failed;
  process.on("exit", () => {
    process.exitCode = EXIT.failed; // whatever the command made of it meanwhile
  });
}

let failedOutput = false;

/**
 * Says the last words and ends as the signal would have ended it, so that a shell and a scheduler see which it was; where
 * the terminal is gone nobody would, and the code says that the run failed.
 */
function endBySignal(signal: NodeJS.Signals): void {
  for (const lastWord of lastWords) {
    const sentence = lastWord(signal);
    if (sentence !== null) process.stderr.write(`${printable(sentence)}\n`);
  }
  if (signal === "SIGHUP") process.exit(EXIT.failed);
  for (const one of ENDING) process.off(one, endBySignal);
  process.kill(process.pid, signal);
}
