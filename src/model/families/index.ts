import type { ModelFamily } from "../family.ts";
import { gpt2 } from "./gpt2/gpt2.ts";

/** The model families that are read; a new one is a folder beside this file and a word in this line. */
export const FAMILIES: readonly ModelFamily[] = [gpt2];
