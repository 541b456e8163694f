import { resolve } from "node:path";
import type { Grid } from "../experiment/scales.ts";
import type { Shard } from "../experiment/shard.ts";
import { MIN_BASES } from "../limits.ts";
import type { Device } from "../model/device.ts";
import { FROZEN, type Frozen } from "../model/frozen.ts";
import { OWN } from "../papers/own.ts";
import { namedClaims } from "./claim-files.ts";
import { asPath, asSource, asTyped, commandOption, notAgain, runOption } from "./option-row.ts";
import { standardFolder, TRIES } from "./out/standard-folder.ts";
import {
  basesThatFit,
  parseChoice,
  parseCount,
  parseDevice,
  parseNames,
  parseShard,
  threadsOfCores,
} from "./parse-option.ts";

const text = (typed: string): string | null => typed;
const yes = (): true | null => true;
const itself = <T>(typed: T): T => typed;

/**
 * Every option of `reproduce`, in the order of its help; one row says all there is to say of it.
 *
 * From the rows follow the flags of every command that shares them, `RunOptions` and its defaults, the header of a
 * part, the options in a run's identity, the command that makes a run again, and which run the goldens are about.
 */
export const OPTIONS = {
  model: runOption({
    flag: "--model <dir|name>",
    help: "GPT-2 directory, gpt2, or a Hub id (default: fixtures/organism, with its SAE)",
    parse: text,
    standard: null,
    value: (_typed, { model }) => model,
    identity: "contents",
    part: true,
    again: asSource("--model"),
    golden: true,
  }),
  sae: runOption({
    flag: "--sae <dir|name>",
    help: "SAELens directory or release; the run perturbs where it was trained (default: the organism's; gpt2-small-res-jb for GPT-2 small)",
    no: "none: claims that need one are not-run (default for other models)",
    parse: (typed: string): string | false | null => typed,
    standard: null,
    value: (_typed, { sae }) => sae,
    identity: "contents",
    part: true,
    again: (value, standard, at) =>
      value === null && at.takesSae ? ["--no-sae"] : asSource("--sae")(value, standard, at),
    golden: true,
  }),
  prompts: runOption({
    flag: "--prompts <file>",
    help: "JSON array of token-id arrays, .jsonl, or .txt with one prompt a line (default: the organism's language; OpenWebText for GPT-2 as it was published)",
    parse: text,
    standard: null,
    value: (typed) => (typed === null ? null : resolve(typed)),
    identity: "contents",
    part: true,
    again: asPath("--prompts"),
    golden: true,
  }),
  /** Where the stream is perturbed in a run without an SAE; null: where the paper does. It stands in the identity as found. */
  at: runOption({
    flag: "--at <hook>",
    help: "perturb the stream here, in a run without an SAE, as in blocks.3.hook_resid_pre (default: where the SAE was trained, else where the paper does)",
    parse: text,
    standard: null,
    value: itself<string | null>,
    identity: "no",
    part: true,
    again: asTyped("--at"),
    golden: true,
  }),
  /** Tokens of a prompt, whose last one is perturbed; null: as many as the paper's. The identity has the prompts themselves. */
  promptTokens: runOption({
    flag: "--prompt-tokens <n>",
    help: "tokens of a prompt, the last of which is perturbed (default: as many as the paper has)",
    parse: (typed: string): number | null => parseCount("--prompt-tokens", 1)(typed),
    standard: null,
    value: itself<number | null>,
    identity: "no",
    part: true,
    again: asTyped("--prompt-tokens"),
    golden: true,
  }),
  /** The part of every block that does not answer to a perturbation; null: none. */
  freeze: runOption({
    flag: "--freeze <part>",
    help: "attention or mlp: its outputs at the last position stay those of the prompt, to see which part a response comes from",
    parse: (typed: string): Frozen | null =>
      parseChoice("--freeze", FROZEN, "freeze one of them; the response that is left is the other's.")(typed),
    standard: null,
    value: itself<Frozen | null>,
    identity: "value",
    part: true,
    again: asTyped("--freeze"),
    golden: true,
  }),
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
  /** Whose claims are run; null: those of every paper whose needs the model meets. */
  papers: runOption({
    flag: "--paper <name>",
    help: "only the claims of this paper, a folder of src/papers; may be repeated (default: every paper the model is fit for)",
    parse: (typed: string, before?: readonly string[] | null): readonly string[] | null =>
      parseNames(typed, before),
    standard: null,
    value: itself<readonly string[] | null>,
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
