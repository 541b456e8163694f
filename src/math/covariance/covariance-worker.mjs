import { load } from "../../files/compiled/compiled-code.mjs";

/** Starts the thread of a covariance as start.mjs starts the command line. */
await load("serve-covariance", new URL("./serve-covariance.ts", import.meta.url));
