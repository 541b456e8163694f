import { resolve } from "node:path";
import { FROZEN, type Frozen } from "../model/frozen.ts";
import { asPath, asSource, asSources, asTyped, runOption } from "./option-row.ts";
import { parseChoice, parseCount, parseNames } from "./parse-option.ts";
import type { Source } from "./sources/source.ts";

const text = (typed: string): string | null => typed;
const itself = <T>(typed: T): T => typed;

/** The options that say on what the claims are run: which model, which SAE, which prompts, where in the stream. */
export const SUBJECT_OPTIONS = {
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
  /** SAEs beside the one of the run, at the same place; null: what `moreSaesOf` takes. */
  moreSaes: runOption({
    flag: "--more-saes <dirs|names>",
    help: "further SAEs of the place where the run perturbs, with commas, for claims about several (default: the organism's)",
    parse: (typed: string, before?: readonly string[] | null): readonly string[] | null =>
      parseNames(typed, before),
    standard: null,
    value: (_typed, { moreSaes = null }): readonly Source[] | null => moreSaes,
    identity: "contents",
    part: true,
    again: asSources("--more-saes"),
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
  /** Whether the first of these tokens is the one that the model's configuration calls the beginning of a text. */
  bos: runOption({
    flag: "--bos",
    help: "begin every prompt with the token that begins a text, counted among its tokens",
    parse: (): boolean => true,
    standard: false,
    value: itself<boolean>,
    identity: "no", // the identity has the prompts
    part: true,
    again: (value) => (value ? ["--bos"] : null),
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
} as const;
