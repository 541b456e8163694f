import { basename, extname, resolve } from "node:path";
import { OWN } from "../../papers/own.ts";

/** The folder that the registered run of every claim writes where no other is named, from the checkout. */
const LATEST = "reports/latest";

/** The folder of the folders of all other runs. */
export const TRIES = "reports/tries";

/** A folder's name that every file system takes and a person can still read. */
const LONGEST_NAME = 120;
const DIGITS_OF_DIGEST = 8;

/** The last name of a path or of a name of the Hub: "mine" of "../models/mine". */
const last = (named: unknown) => basename(resolve(String(named)));

/** What of a run is another than the registered run has, in this order; how many threads run it is not. */
const DIFFERENCES: Readonly<Record<string, (typed: unknown) => string | null>> = {
  model: last,
  sae: (sae) => (sae === false ? "no-sae" : last(sae)),
  moreSaes: (names) => `saes-${String(names).split(",").map(last).join("-")}`,
  prompts: (file) => `prompts-${basename(last(file), extname(last(file)))}`,
  at: last,
  promptTokens: (tokens) => `prompt-tokens-${tokens}`,
  bos: (typed) => (typed === true ? "bos" : null),
  freeze: (part) => `frozen-${part}`,
  bases: (bases) => (bases === OWN.bases ? null : `bases-${bases}`),
  moreBases: (bases) => `more-bases-${bases}`,
  replicates: (k) => `replicates-${k}`,
  seed: (seed) => (seed === "0" ? null : `seed-${seed}`),
  device: (device) => (device === "cpu" ? null : String(device)),
  grid: (authors) => (authors === true ? "authors-grid" : null),
};

/**
 * The folder of a run where none is named, from the checkout, from what was typed for its options; what is left out is
 * as it stands by itself.
 *
 * Only the registered run of every claim on the shipped organism has reports/latest. Every other has a folder named
 * after what it runs and in what it differs, the same each time, and so replaces only its own report.
 */
export function standardFolder(typed: Readonly<Record<string, unknown>>): string {
  const { claim, papers } = typed;
  const some = [claim ?? papers ?? []].flat().map(claimName);
  const differs = Object.entries(DIFFERENCES).flatMap(([option, word]) => {
    const value = typed[option];
    return value === null || value === undefined ? [] : (word(value) ?? []);
  });
  const parts = [...new Set(some)].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const words = [...parts, ...differs];
  return words.length === 0 ? LATEST : `${TRIES}/${folderName(words.join("+"))}`;
}

/** The folder in which a claim that is told again is tried, from the checkout. `again`: the words of its other options. */
export function folderOfTry(claim: string, again: readonly string[]): string {
  const typed: Record<string, unknown> = { claim };
  for (let i = 0; i < again.length; i++) {
    const flag = again[i]!;
    if (flag === "--no-sae") typed["sae"] = false;
    else if (flag === "--authors-grid") typed["grid"] = true;
    else if (flag === "--bos") typed["bos"] = true;
    else typed[flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())] = again[++i];
  }
  return standardFolder(typed);
}

/** "step-like-response" for "paper/step-like-response.absolute"; "E1" for "e1". */
function claimName(named: unknown): string {
  const name = String(named).trim().replace(/^.*\//, "").replace(/\..*$/, "");
  return /^e\d+$/i.test(name) ? name.toUpperCase() : name;
}

/** What is too long ends in a digest of it, so that two of them are two folders. */
function folderName(text: string): string {
  const name = text.replace(/[^\w+-]+/g, "-") || "-";
  if (name.length <= LONGEST_NAME) return name;
  const digest = fnv1a(text).toString(16).padStart(DIGITS_OF_DIGEST, "0");
  return `${name.slice(0, LONGEST_NAME - DIGITS_OF_DIGEST - 1)}-${digest}`;
}

/** A 32-bit digest that tells names apart and needs no library: it is asked for while options are read. */
function fnv1a(text: string): number {
  let digest = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
  return digest;
}
