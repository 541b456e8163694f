import { resolve } from "node:path";
import type { Grid } from "../experiment/scales.ts";
import type { Shard } from "../experiment/shard.ts";
import { IS_INSTALLED } from "../files/checkout.ts";
import { MIN_BASES } from "../limits.ts";
import type { Device } from "../model/device.ts";
import { OWN } from "../papers/own.ts";
import { namedClaims } from "./claim-files.ts";
import { asTyped, commandOption, notAgain, runOption } from "./option-row.ts";
import { standardFolder, TRIES } from "./out/standard-folder.ts";
import {
  basesThatFit,
  parseCount,
  parseDevice,
  parseNames,
  parseShard,
  threadsOfCores,
} from "./parse-option.ts";
import { SUBJECT_OPTIONS } from "./subject-options.ts";

const text = (typed: string): string | null => typed;
/** More replicates than these tell nothing that these do not. */
const mostReplicates = () => ({
  most: 100,
  because: "a t interval of 100 runs is as narrow as one of more.",
});
/** The papers that what was typed asks for; null: every one, as in a repository with papers of its own. */
export function papersOfTyped({ papers, claim, publish }: Readonly<Record<string, unknown>>) {
  if (papers !== null && papers !== undefined) return papers as readonly string[];
  return (claim ?? null) === null && publish !== true && !IS_INSTALLED ? [OWN.id] : null;
}
const yes = (): true | null => true;
const itself = <T>(typed: T): T => typed;

/**
 * Every option of `reproduce`, in the order of its help; one row says all there is to say of it.
 *
 * From the rows follow the flags of every command that shares them, `RunOptions` and its defaults, the header of a
 * part, the options in a run's identity, the command that makes a run again, and which run the goldens are about.
 */
export const OPTIONS = {
  ...SUBJECT_OPTIONS,
  bases: runOption({
    flag: "--bases <n>",
    help: "base prompts",
    parse: parseCount("--bases", MIN_BASES, basesThatFit),
    standard: OWN.bases,
    value: itself<number>,
    identity: "value",
    part: true,
    again: asTyped("--bases"),
    golden: true,
  }),
  /** Those of claims about a small effect; null: what the session makes of the model and its bases. */
  moreBases: runOption({
    flag: "--more-bases <n>",
    help: `base prompts of claims about a small effect (default: ${OWN.moreBasesTimes} times --bases on ${OWN.subject}, elsewhere --bases)`,
    parse: (typed: string): number | null => parseCount("--more-bases", 1, basesThatFit)(typed),
    standard: null,
    value: itself<number | null>,
    identity: "resolved",
    part: true,
    again: asTyped("--more-bases"),
    golden: true,
  }),
  seed: runOption({
    flag: "--seed <seed>",
    help: "seed of all random streams",
    parse: (typed: string): string => typed,
    standard: "0",
    value: itself<string>,
    identity: "value",
    part: true,
    again: asTyped("--seed"),
    golden: true,
  }),
  out: runOption({
    flag: "--out <dir>",
    help: `report folder (default: reports/latest for the registered run, else a folder of ${TRIES} named from what differs)`,
    parse: text,
    standard: null,
    value: (typed, { root }, all) => (typed === null ? resolve(root, standardFolder(all)) : resolve(typed)),
    identity: "no",
    part: false,
    again: notAgain, // a claim that is told again has a folder of its own
    golden: false,
  }),
  /** Those of one operator in each worker; null: what follows from the size of the weights, on every machine the same. */
  threads: runOption({
    flag: "--threads <n>",
    help: "threads of one matrix product in each worker; last bits hang on it, so the default follows from the weights alone: 1, and 2 for large ones",
    parse: (typed: string): number | null => parseCount("--threads", 1, threadsOfCores)(typed),
    standard: null,
    value: itself<number | null>,
    identity: "resolved",
    part: true,
    again: asTyped("--threads"),
    golden: false,
  }),
  /** How many bases are measured at the same time; null: what fits this machine. No bit hangs on it. */
  workers: runOption({
    flag: "--workers <n>",
    help: "bases measured at the same time; no number depends on it (default: as many as the cores and the memory free allow)",
    parse: (typed: string): number | null => parseCount("--workers", 1, threadsOfCores)(typed),
    standard: null,
    value: itself<number | null>,
    identity: "no",
    part: false,
    again: notAgain,
    golden: false,
  }),
  /** What the model runs on. Equal bits are promised for the cpu only. */
  device: runOption({
    flag: "--device <name>",
    help: "cpu, webgpu or cuda (RUNNING.md, On a GPU)",
    parse: parseDevice,
    standard: "cpu",
    value: itself<Device>,
    identity: "value",
    part: true,
    again: asTyped("--device"),
    golden: true,
  }),
  /** Which absolute step: the paper's, or that of the authors' notebooks. */
  grid: runOption({
    flag: "--authors-grid",
    help: "absolute step of the authors' notebooks: 50/99 where the paper has 0.5",
    parse: (): boolean => true,
    standard: false,
    value: (typed): Grid => (typed ? "authors" : "paper"),
    identity: "value",
    part: true,
    again: (value) => (value === "authors" ? ["--authors-grid"] : null),
    golden: true,
  }),
  /**
   * Whose claims are run; null: those of every paper whose needs the model meets. Where nothing is typed it is the first
   * paper's, but for claims that are named, which may be of any, and for the committed reports, which are of all.
   */
  papers: runOption({
    flag: "--paper <name>",
    help: `the claims of this paper, a folder of src/papers; may be repeated (default: ${OWN.id})`,
    parse: (typed: string, before?: readonly string[] | null): readonly string[] | null =>
      parseNames(typed, before),
    standard: null,
    value: (typed, _place, all): readonly string[] | null => papersOfTyped({ ...all, papers: typed }),
    identity: "no", // every paper's run is one of its own
    part: true,
    again: notAgain, // the claim that is told again says its paper
    golden: false,
  }),
  /** The files of claims that are run, "paper/file" in order; null: all. They say which curves there are. */
  claim: runOption({
    flag: "--claim <id>",
    help: "only this claim: a number (E1), a file or paper/file; several with commas, or repeated",
    parse: (typed: string, before?: readonly string[] | null): readonly string[] | null =>
      parseNames(typed, before),
    standard: null,
    value: (typed, { root }): readonly string[] | null => typed && namedClaims(root, typed),
    identity: "value",
    part: true,
    again: notAgain, // every claim is told again with its own
    golden: false,
  }),
  /** Whether a file of the Hub that is another one than at its first use is taken, and recorded anew. */
  acceptChanged: commandOption({
    flag: "--accept-changed",
    help: "take files of the Hub that were published anew since their first use here, and record them",
    parse: yes,
    standard: null,
  }),
  publish: commandOption({
    flag: "--publish",
    help: "write reports/organism, the report that is committed",
    parse: yes,
    standard: null,
  }),
  /** Measure this share of the bases and judge nothing; null: the whole run. */
  shard: runOption({
    flag: "--shard <i/n>",
    help: "measure share i of n only and write a part for merge",
    parse: (typed: string): Shard | null => parseShard(typed),
    standard: null,
    value: itself<Shard | null>,
    identity: "no",
    part: false,
    again: notAgain,
    golden: false,
  }),
  /** How many seeds are run, from the typed one on; null: that one. */
  replicates: commandOption({
    flag: "--replicates <k>",
    help: "run this many seeds, one after the other, from --seed on, and judge what they come to together",
    parse: (typed: string): number | null => parseCount("--replicates", 2, mostReplicates)(typed),
    standard: null,
  }),
  dryRun: commandOption({
    flag: "--dry-run",
    help: "measure nothing: say what would be fetched, what it takes of disk, memory and time here, and what can be decided",
    parse: yes,
    standard: null,
  }),
  doctor: commandOption({
    flag: "--doctor",
    help: "examine the model first and stop when it is not GPT-2 small as the paper used it",
    no: "do not (default: with the published GPT-2 small only)",
    parse: (): boolean | null => true,
    standard: null,
  }),
} as const;
