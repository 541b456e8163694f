#!/usr/bin/env node
import { load } from "../files/compiled/compiled-code.mjs";

/**
 * Starts the command line, compiled where that can be kept.
 *
 * What goes wrong before `main.ts` watches over the ends is told here: exit code 1 is a verdict's.
 */
process.on("uncaughtException", notLoaded);
try {
  delete process.env.BAG_OF_LATENTS_COMPILED; // that of a process that started this one may be older
  await load("main", new URL("./main.ts", import.meta.url));
} catch (error) {
  notLoaded(error);
}

/** @param {Error & { code?: string }} error */
function notLoaded(error) {
  const hint =
    error.code === "EMFILE" || /EMFILE/.test(error.message)
      ? "let processes open more files, as with: ulimit -n 1024."
      : "npm ci installs what is needed; BAG_OF_LATENTS_STACK=1 prints where it was.";
  process.stderr.write(
    `The command line cannot be loaded: ${error.message.split("\n", 1)[0]}.\nHint: ${hint}\n`,
  );
  if (process.env.BAG_OF_LATENTS_STACK) process.stderr.write(`${error.stack}\n`);
  process.exit(2);
}
