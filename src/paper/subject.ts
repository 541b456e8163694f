import { FROZEN_WORDS, type Frozen } from "../model/frozen.ts";
import { type HookPoint, isSamePoint } from "../model/hook-point.ts";

/** What a paper is about: whose run counts as a reproduction. */
export interface Subject {
  /** Name of its badge: "gpt2-small". */
  readonly key: string;
  /** "GPT-2 small". */
  readonly name: string;
  /** sha256 of its weights file. */
  readonly weights: string;
  /** Where the paper perturbs. */
  readonly hook: HookPoint;
  /** The SAE the paper used: the release it is fetched from and its number of latents; null where it used none. */
  readonly sae: { readonly release: string; readonly latents: number } | null;
  /** Tokens per prompt and points per path. */
  readonly promptTokens: number;
  readonly points: number;
}

/** What decides whether a run is on a paper's subject. */
export interface RunFacts {
  readonly weightsDigest: string;
  readonly perturbAt: string;
  readonly sae: { readonly latents: number } | null;
  /** The part of every block that is frozen; null where none is. */
  readonly frozen: Frozen | null;
  /** Of the shortest prompt that was drawn: a file may have shorter ones than the paper. */
  readonly promptTokens: number;
  readonly points: number;
  /** Whether every prompt was begun with the token that begins a text; default: no. */
  readonly bos?: boolean;
}

/** Whether a run is on a paper's subject. */
export interface SubjectFinding {
  /** The weights are the subject's. */
  readonly weights: boolean;
  /** The place is the subject's. */
  readonly hook: boolean;
  /** Nothing differs: only then a verdict counts as a reproduction. */
  readonly same: boolean;
  /** What differs, in words: "the weights are another model's". */
  readonly differs: readonly string[];
}

/**
 * Is this run on the paper's weights, SAE, hook and protocol? Pure.
 *
 * A run without an SAE is no other run: the claims that need one do not run in it.
 */
export function subjectFinding(subject: Subject, facts: RunFacts): SubjectFinding {
  const weights = facts.weightsDigest === subject.weights;
  const hook = isSamePoint(facts.perturbAt, subject.hook);
  const latents = subject.sae?.latents ?? null;
  const differs = [
    ...(weights ? [] : [`the model is not ${subject.name}`]),
    ...(hook ? [] : [`the stream is perturbed at ${facts.perturbAt}, not at ${subject.hook}`]),
    ...(facts.sae === null || latents === null || facts.sae.latents === latents
      ? []
      : [`the SAE has ${facts.sae.latents} latents, not ${latents}`]),
    ...(facts.frozen === null ? [] : [FROZEN_WORDS[facts.frozen]]),
    ...(facts.promptTokens === subject.promptTokens
      ? []
      : [`prompts have ${facts.promptTokens} tokens, not ${subject.promptTokens}`]),
    ...(facts.bos ? ["prompts begin with the token that begins a text"] : []),
    ...(facts.points === subject.points ? [] : [`paths have ${facts.points} points, not ${subject.points}`]),
  ];
  return { weights, hook, same: differs.length === 0, differs };
}
