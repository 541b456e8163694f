import { load } from "../../files/compiled/compiled-code.mjs";

/** Starts the worker of tokenizer-apart.ts as start.mjs starts the command line. */
await load("serve-tokenizer", new URL("./serve-tokenizer.ts", import.meta.url));
