/**
 * Starts the command line: Node strips the types itself where it can (22.18 and later), elsewhere tsx does, which takes
 * a third of a second more.
 *
 * What goes wrong before `main.ts` watches over the ends is told here: exit code 1 is a verdict's.
 */
process.on("uncaughtException", notLoaded);
try {
  if (!process.features.typescript) {
    const { register } = await import("tsx/esm/api");
    register();
  }
  await import("./main.ts");
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
