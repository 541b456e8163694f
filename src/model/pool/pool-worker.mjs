/** Starts a thread of the pool as start.mjs starts the command line: tsx where Node strips no types. */
if (!process.features.typescript) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import("./serve-models.ts");
