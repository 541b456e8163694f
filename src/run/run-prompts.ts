import { basename } from "node:path";
import { isOrganism } from "../checkpoint/is-organism.ts";
import { type BagOfLatentsError, NoPromptsError } from "../errors/index.ts";
import { lastTogether } from "../experiment/bases/last-together.ts";
import type { Progress } from "../experiment/lab-curves.ts";
import { GOOD_POPULATION } from "../limits.ts";
import type { Rng } from "../math/rng.ts";
import type { HookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import { openWebTextPrompts, takesOpenWebText } from "../openwebtext/openwebtext-prompts.ts";
import { promptsOneByOne } from "../organism/draw-prompts.ts";
import { topicOf } from "../organism/topics.ts";
import { drawDifferentPairs, type PairActivations } from "../prompts/different-pairs.ts";
import { freshPrompts, listedPrompts, type PromptSource, type RunPrompts } from "../prompts/prompt-source.ts";
import { beginningWith, bosTokenOf, tokensAfterFirst } from "./prompts/first-token.ts";
import { readPromptsFile } from "./prompts-file.ts";
import type { RunOptions } from "./run-options.ts";

/** The prompts of a run, drawn once. */
export interface DrawnPrompts {
  /** For the report: "the organism's language", "prompts.json". */
  readonly source: string;
  readonly prompts: RunPrompts;
  /** Of the pairs, where the run perturbs. */
  readonly activations: PairActivations;
  /** What the report must say about them. */
  readonly notes: readonly string[];
}

/** Callbacks of what takes long or goes wrong without an error. */
export interface PromptEvents {
  readonly onProgress: (progress: Progress) => void;
  readonly onWarning: (warning: BagOfLatentsError) => void;
  /** What the report will say too, a sentence; default: nobody hears it before. */
  readonly onRemark?: (sentence: string) => void;
}

/**
 * Draws the prompts of a run, and as many pairs beyond its bases as it asks for and the source has.
 *
 * Streams: `rng.fork("prompts")`, the root of the run's streams. Throws: NoPromptsError; those of the source.
 */
export async function drawRunPrompts(options: {
  readonly run: Pick<RunOptions, "model" | "prompts" | "bases"> & Partial<Pick<RunOptions, "bos">>;
  readonly model: LanguageModel;
  readonly perturbAt: HookPoint;
  /** Tokens of a prompt; longer ones are cut. */
  readonly tokens: number;
  /** Pairs that claims about a small effect ask for. */
  readonly moreBases: number;
  readonly rng: Rng;
  readonly events: PromptEvents;
}): Promise<DrawnPrompts> {
  const { run, model, moreBases, rng, perturbAt } = options;
  const opened = run.bos ? await sourceWithFirstToken(options) : await openSource(options);
  const { source, notes, topicOf } = opened;
  const { bases } = run;
  const want = { bases, upTo: Math.max(bases, moreBases), dModel: model.shape.dModel };
  const { prompts, activations, passedOver } = await drawDifferentPairs(source, want, {
    stream: () => rng.fork("prompts"),
    at: (all) => lastTogether(model, all, perturbAt),
  });
  return {
    source: source.description,
    prompts: topicOf ? { ...prompts, topicOf } : prompts,
    activations,
    notes: [
      ...notes,
      ...(prompts.notes ?? []),
      ...passedOverNotes(passedOver),
      ...populationNotes(prompts),
      ...moreBasesNotes(prompts, bases, moreBases),
    ],
  };
}

interface OpenedSource {
  readonly source: PromptSource;
  readonly notes: readonly string[];
  /** What a prompt of it is about, where that is known. */
  readonly topicOf?: NonNullable<RunPrompts["topicOf"]>;
}

/** Prompts whose first token is the one that begins a text. */
async function sourceWithFirstToken(options: Parameters<typeof drawRunPrompts>[0]): Promise<OpenedSource> {
  const token = await bosTokenOf(options.run.model.dir);
  const opened = await openSource({ ...options, tokens: tokensAfterFirst(options.tokens) });
  const { source, notes, topicOf } = opened;
  return {
    source: beginningWith(token, source),
    notes,
    ...(topicOf && { topicOf: ([, ...tokens]) => topicOf(tokens) }),
  };
}

async function openSource(options: Parameters<typeof drawRunPrompts>[0]): Promise<OpenedSource> {
  const { run, model, tokens, events } = options;
  if (run.prompts !== null) return fileSource(run.prompts, run.model.dir, model, tokens);
  if (takesOpenWebText(model.identity.weightsDigest, run.model.name)) {
    const { vocabulary } = model.shape;
    return { source: openWebTextPrompts({ tokens, vocabulary, ...events }), notes: [] };
  }
  if (!(await isOrganism(run.model.dir))) throw new NoPromptsError({ model: run.model.dir });
  return {
    source: freshPrompts("the organism's language", (rng, count) => promptsOneByOne(rng, count, tokens)),
    notes: [],
    topicOf,
  };
}

async function fileSource(
  file: string,
  tokenizerDir: string,
  model: LanguageModel,
  tokens: number,
): Promise<OpenedSource> {
  const { prompts, cut } = await readPromptsFile(file, { shape: model.shape, tokenizerDir, tokens });
  const short = prompts.filter((prompt) => prompt.length < tokens).length;
  const distinct = new Set(prompts.map((prompt) => prompt.slice(0, tokens).join(" "))).size;
  return {
    source: listedPrompts(basename(file), prompts),
    notes: [
      ...(cut > 0
        ? [
            `${cut} ${cut === 1 ? "prompt was" : "prompts were"} cut to their first ${tokens} tokens, as the paper does.`,
          ]
        : []),
      ...(distinct < prompts.length
        ? [
            `${prompts.length - distinct} of ${prompts.length} prompts are repetitions of others and count once.`,
          ]
        : []),
      ...(short > 0 ? [`${short} prompts have fewer than the paper's ${tokens} tokens.`] : []),
    ],
  };
}

function passedOverNotes(pairs: number): readonly string[] {
  if (pairs === 0) return [];
  const were = pairs === 1 ? "1 pair of prompts was" : `${pairs} pairs of prompts were`;
  return [`${were} passed over: both have the same activation where the run perturbs, so no path leads on.`];
}

function populationNotes({ population }: RunPrompts): readonly string[] {
  return population.length >= GOOD_POPULATION
    ? []
    : [
        `Only ${population.length} activations are behind the mean and covariance of real ones; with fewer than ${GOOD_POPULATION} a covariance is visibly noisy. Best give that many prompts besides those of the pairs.`,
      ];
}

/** Says how many bases claims get that ask for more, where there are more. */
function moreBasesNotes(prompts: RunPrompts, bases: number, moreBases: number): readonly string[] {
  const there = prompts.bases.length;
  if (moreBases <= bases) return [];
  const lack = there < moreBases ? `, not ${moreBases}: the prompts give no more` : "";
  return [`Claims about a small effect are judged on ${there} base prompts${lack}; the others on ${bases}.`];
}
