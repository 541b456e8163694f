import { load } from "../../files/compiled/compiled-code.mjs";

/** Starts a thread of the pool as start.mjs starts the command line. */
await load("serve-models", new URL("./serve-models.ts", import.meta.url));
