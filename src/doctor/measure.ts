import { coordinateMean, norm, rowOf } from "../math/vec.ts";
import { isSamePoint } from "../model/hook-point.ts";
import { meanNextTokenLoss } from "../model/next-token-loss.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { decoderNorms, meanL0 } from "../sae/sparsity-facts.ts";
import type { ExpectedValues, GoldenPrompt, Measure } from "./expected-values.ts";
import type { Installation } from "./installation.ts";

/** A measured value, or why there is none. */
export type Measured = { readonly value: number | string } | { readonly missing: string };

/** Takes the measures of one installation; every prompt is run once. */
export type Measurer = (measure: Measure) => Promise<Measured>;

/** What one run of one prompt shows. */
interface Shown {
  /** The stream at the hook, last position. */
  readonly x: Float32Array;
  readonly latents: LatentActivations | null;
  /** Last position, minus their mean over the vocabulary. */
  readonly logits: Float32Array;
  readonly loss: number | null;
}

const NO_SAE: Measured = { missing: "no SAE" };

/** Throws: what running the model throws. */
export function createMeasurer(installation: Installation, expected: ExpectedValues): Measurer {
  const { sae } = installation;
  const runs = new Map<string, Promise<Shown>>();
  const show = (name: string) => {
    const run = runs.get(name) ?? runPrompt(installation, expected.prompts[name]!);
    runs.set(name, run);
    return run;
  };

  return async (measure) => {
    switch (measure.kind) {
      case "size":
        return measure.of === "dSae"
          ? sae
            ? { value: sae.dSae }
            : NO_SAE
          : { value: installation.model.shape[measure.of] };
      case "setting":
        return settingOf(installation, measure.of, expected);
      case "prompts-with-bos":
        return installation.prompts
          ? { value: installation.prompts.filter((tokens) => tokens[0] === expected.bos).length }
          : { missing: "no prompts" };
      case "texts-tokenised-alike":
        return textsTokenisedAlike(installation, Object.values(expected.prompts));
      case "coordinate-mean":
        return { value: coordinateMean((await show(measure.prompt)).x) };
      case "norm":
        return { value: norm((await show(measure.prompt)).x) };
      case "latent": {
        const { latents } = await show(measure.prompt);
        return latents ? { value: activationOf(latents, measure.latent) } : NO_SAE;
      }
      case "latents-above": {
        const { latents } = await show(measure.prompt);
        if (!latents) return NO_SAE;
        const threshold = measure.share * Math.max(0, ...latents.values);
        return { value: latents.values.filter((a) => a > threshold).length };
      }
      case "l1-error": {
        const { x, latents } = await show(measure.prompt);
        return sae && latents ? { value: l1Distance(sae.decode(latents), x) } : NO_SAE;
      }
      case "mean-l0": {
        const all = (await Promise.all(measure.prompts.map(show))).map(({ latents }) => latents);
        return sae ? { value: meanL0(all.filter((latents) => latents !== null)) } : NO_SAE;
      }
      case "loss": {
        const { loss } = await show(measure.prompt);
        return loss === null ? { missing: "one token has no loss" } : { value: loss };
      }
      case "logit":
        return { value: (await show(measure.prompt)).logits[measure.token]! };
      case "probability":
        return { value: probability((await show(measure.prompt)).logits, measure.token) };
      case "logit-difference": {
        const { logits } = await show(measure.prompt);
        return { value: logits[measure.tokens[0]]! - logits[measure.tokens[1]]! };
      }
      case "rank": {
        const { logits } = await show(measure.prompt);
        return { value: 1 + logits.filter((logit) => logit > logits[measure.token]!).length };
      }
      case "decoder-norm":
        return sae ? { value: decoderNormOf(sae, measure.of) } : NO_SAE;
      case "frequency-sum":
        return sae ? { value: sae.firingFrequency.reduce((sum, f) => sum + f, 0) } : NO_SAE;
      case "largest-log10-frequency":
        return sae
          ? { value: Math.log10(sae.firingFrequency.reduce((most, f) => Math.max(most, f), 0)) }
          : NO_SAE;
      default:
        return measure satisfies never;
    }
  };
}

async function runPrompt(installation: Installation, prompt: GoldenPrompt): Promise<Shown> {
  const { model, readAt, sae } = installation;
  const tokens = installation.tokensOf(prompt);
  const result = await model.run({ from: { tokens }, read: [readAt], logits: true });
  const stream = result.residuals.get(readAt)!;
  let x: Float32Array = rowOf(stream, stream.rows - 1).slice();
  if (installation.recentre) {
    const mean = coordinateMean(x);
    x = x.map((v) => v - mean);
  }
  const last = rowOf(result.logits!, result.logits!.rows - 1);
  const mean = coordinateMean(last);
  return {
    x,
    latents: sae ? sae.encode(x) : null,
    logits: last.map((logit) => logit - mean),
    loss: meanNextTokenLoss(result.logits!, tokens),
  };
}

function settingOf(
  installation: Installation,
  of: "gelu" | "convention" | "hook" | "weights",
  expected: ExpectedValues,
): Measured {
  switch (of) {
    case "gelu":
      return installation.gelu ? { value: installation.gelu.form } : { missing: "no GELU" };
    case "convention":
      return { value: installation.recentre ? "centred" : installation.model.identity.convention };
    case "hook":
      // two names of one tensor are one hook
      return {
        value: isSamePoint(installation.hook, expected.hook) ? expected.hook : installation.hook,
      };
    case "weights":
      return { value: installation.grid.kind };
    default:
      return of satisfies never;
  }
}

function textsTokenisedAlike({ encode }: Installation, prompts: readonly GoldenPrompt[]): Measured {
  if (!encode) return { missing: "no tokenizer" };
  return {
    value: prompts.filter(({ text, tokens }) => text !== undefined && sameTokens(encode(text), tokens))
      .length,
  };
}

function sameTokens(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

function activationOf({ ids, values }: LatentActivations, latent: number): number {
  const at = ids.indexOf(latent);
  return at < 0 ? 0 : values[at]!;
}

function l1Distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum;
}

function probability(logits: Float32Array, token: number): number {
  const most = logits.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
  return Math.exp(logits[token]! - most) / total;
}

function decoderNormOf(sae: SparseAutoencoder, of: "shortest" | "longest"): number {
  return decoderNorms(sae).reduce((a, b) => (of === "shortest" ? Math.min(a, b) : Math.max(a, b)));
}
