import { norm } from "../math/vec.ts";
import type { Tokens } from "../model/language-model.ts";
import { found, type HealthFinding, type HealthWord } from "./finding.ts";
import type { Installation } from "./installation.ts";
import { meanShare, saeFindings } from "./sae-findings.ts";
import { runForHealth, unigramLoss } from "./seen-prompts.ts";

/** What holds of any model and SAE, whatever paper is asked about. */
export interface Health {
  readonly model: string;
  readonly hook: string;
  readonly sae: string | null;
  readonly prompts: { readonly source: string; readonly n: number };
  /** The worst word. */
  readonly word: HealthWord;
  readonly findings: readonly HealthFinding[];
}

/** Prompts to look at a model with. */
export interface HealthPrompts {
  readonly source: string;
  /** false: random tokens, on which no model can be good. */
  readonly isText: boolean;
  readonly prompts: readonly Tokens[];
}

/** Within this of ln(vocabulary), nats, a loss is a guess; untrained GPT-2s are within 0.2 of it, trained ones 2 below. */
const GUESS_NATS = 0.1;
/** Predictions this near to uniform, as a share of the largest entropy, are an untrained model's. */
const UNIFORM_SHARE = 0.97;
/** A vector this many times longer than the median one: attention sinks, which stand at first positions only. */
const LONG_VECTOR = 20;

/**
 * Looks at a model and its SAE on prompts of its own: loss, predictions, vectors at the hook, convention, latents.
 *
 * Throws: what running the model throws.
 */
export async function examineHealth(installation: Installation, from: HealthPrompts): Promise<Health> {
  const { model, sae, hook, grid } = installation;
  const seen = await runForHealth(installation, from.prompts);
  const { kind } = grid;
  const findings: readonly HealthFinding[] = [
    from.isText
      ? found("prompts", `${seen.x.length} of ${from.source}`, "fine", "text that the model may be good at")
      : found(
          "prompts",
          `${seen.x.length} of ${from.source}`,
          "odd",
          "no text is known for it: give --prompts",
        ),
    ...(seen.loss === null ? [] : [lossFinding(seen.loss, from, model.shape.vocabulary)]),
    entropyFinding(seen.entropy / Math.log(model.shape.vocabulary)),
    normFinding(seen.x),
    found(
      "weights",
      kind === "float32" ? "float32" : `${kind} in ${grid.matrices} of ${grid.of} matrices`,
      kind === "float32" ? "fine" : "odd",
      kind === "float32" ? "on no coarser grid" : "rounded: other numbers than the published ones",
    ),
    ...(sae === null
      ? [
          found(
            "convention",
            model.identity.convention,
            "fine",
            `no SAE asks for another; ${meanShare(seen)}`,
          ),
        ]
      : saeFindings(sae, seen, installation, from.isText)),
  ];
  return {
    model: model.identity.name,
    hook,
    sae: sae?.name ?? null,
    prompts: { source: from.source, n: seen.x.length },
    word: worstOf(findings),
    findings,
  };
}

/** The worst word of some findings. */
export function worstOf(findings: readonly Pick<HealthFinding, "word">[]): HealthWord {
  const has = (word: HealthWord) => findings.some((finding) => finding.word === word);
  return has("bad") ? "bad" : has("odd") ? "odd" : "fine";
}

function lossFinding(loss: number, { prompts, isText }: HealthPrompts, vocabulary: number): HealthFinding {
  const guess = Math.log(vocabulary);
  const unigram = unigramLoss(prompts, vocabulary);
  const value = `${loss.toFixed(3)} nats a token`;
  const beside = `guessing costs ${guess.toFixed(2)} (ln ${vocabulary}), knowing each word's frequency ${unigram.toFixed(2)}`;
  if (!isText) return found("loss", value, "odd", `of random tokens: says little; ${beside}`);
  if (loss > guess - GUESS_NATS)
    return found(
      "loss",
      value,
      "bad",
      `no better than a guess: untrained, or tokens of another vocabulary; ${beside}`,
    );
  if (loss > unigram)
    return found("loss", value, "odd", `knows no more than how frequent words are; ${beside}`);
  return found("loss", value, "fine", beside);
}

/** `share`: of the largest entropy there is, ln(vocabulary). */
function entropyFinding(share: number): HealthFinding {
  const value = `${(100 * share).toFixed(0)} % of the largest entropy`;
  return share > UNIFORM_SHARE
    ? found("predictions", value, "bad", "nearly uniform, as those of untrained weights")
    : found("predictions", value, "fine", "far from uniform, as those of trained weights are");
}

function normFinding(x: readonly Float32Array[]): HealthFinding {
  const norms = x.map(norm).sort((a, b) => a - b);
  const [least, median, most] = [norms[0]!, norms[norms.length >> 1]!, norms.at(-1)!];
  const value = `${least.toPrecision(3)} to ${most.toPrecision(3)}, median ${median.toPrecision(3)}`;
  const what = "activation norms";
  if (!(least > 0) || !Number.isFinite(most))
    return found(what, value, "bad", "a vector is zero or not finite");
  if (x.length > 1 && x.every((one) => one.every((v, i) => v === x[0]![i])))
    return found(what, value, "bad", "every prompt gives the same vector");
  return most > LONG_VECTOR * median
    ? found(
        what,
        value,
        "odd",
        `one is over ${LONG_VECTOR} times the median: a first position, or an outlier`,
      )
    : found(what, value, "fine", "of one size, residual units");
}
