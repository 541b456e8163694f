/**
 * Starts the command line: Node strips the types itself where it can (22.18 and later), elsewhere tsx does, which takes
 * a third of a second more.
 */
if (!process.features.typescript) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import("./main.ts");
