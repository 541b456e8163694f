/** The activation types, a line each: a new one is one file and one line here. The name it is exported by is its name. */
export { baseline, baselineAsCoded as "baseline-as-coded" } from "./baseline.ts";
export { random } from "./random.ts";
export { real } from "./real.ts";
export { reconstruction } from "./reconstruction.ts";
export {
  structured,
  structuredOnShuffledDictionary as "structured-on-shuffled-dictionary",
} from "./structured.ts";
