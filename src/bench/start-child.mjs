import { load } from "../files/compiled/compiled-code.mjs";

/** Starts the process of one task of the benchmark as start.mjs starts the command line. */
await load("benchmark-child", new URL("./benchmark-child.ts", import.meta.url));
