import type { Generator } from "./generator.ts";
import * as registry from "./registry.ts";

/** The activation types by name, as `registry.ts` lists them; the contract suite runs over all of them. */
export const generators = { ...registry } satisfies Record<string, Generator>;

/** The name of a registered generator. */
export type ActivationType = keyof typeof generators;
