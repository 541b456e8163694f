/** Starts the worker of tokenizer-apart.ts as start.mjs starts the command line: tsx where Node strips no types. */
if (!process.features.typescript) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import("./serve-tokenizer.ts");
