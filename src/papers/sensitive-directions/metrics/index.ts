import { klAtError, klAtLength } from "./kl.ts";
import { errorLength } from "./lengths.ts";

/** The metrics that every report of this paper shows, a line each, in the order of the page. */
// biome-ignore format: one a line
export const metrics = [
  klAtError,
  klAtLength.short,
  klAtLength.middle,
  klAtLength.long,
  errorLength,
] as const;
