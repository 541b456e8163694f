import {
  LARGEST_L0_OVER_TRAINING,
  LARGEST_SHARE_OF_ACTIVE_LATENTS,
  LARGEST_SHARE_OF_SILENT_BASES,
  SMALLEST_USUAL_EXPLAINED_VARIANCE,
} from "../limits.ts";
import { type Activation, stackRows } from "../math/vec.ts";
import { explainedVariance } from "./explained-variance.ts";
import { reconstructionCorrelation } from "./reconstruction-correlation.ts";
import type { LatentActivations, SparseAutoencoder } from "./sparse-autoencoder.ts";
import { meanL0 } from "./sparsity-facts.ts";

/** What an SAE makes of the activations a run is about. */
export interface SaeHealth {
  /** What makes its latents unfit for any conclusion, a sentence each; none: it can be used. */
  readonly faults: readonly string[];
  /** What a reader should know besides: these activations may be unlike those it was trained on. */
  readonly remarks: readonly string[];
}

/** What is usually behind a fault. */
const USUAL_CAUSES =
  "Usual causes: another stream convention (raw or centred), another hook, a normalisation that is left out, or another activation function than it was trained with.";

/**
 * Examines an SAE on activations and their codes, before anything is measured with it. Pure.
 *
 * Faults: no or hardly any base has an active latent; most latents are active at once; fewer than two latents are ever
 * active; explained variance below 0; reconstructions that point the other way.
 * Remarks: an explained variance or an L0 far from what an SAE has on text that it knows.
 * Shapes: x, codes [row].
 */
export function saeHealth(
  sae: Pick<SparseAutoencoder, "name" | "dSae" | "decode" | "firingFrequency" | "frequencySource">,
  x: readonly Activation[],
  codes: readonly LatentActivations[],
): SaeHealth {
  const faults = activityFaults(sae, codes);
  const reconstructions = codes.map((code) => sae.decode(code));
  const differ = x.some((row) => row.some((value, i) => value !== x[0]![i]));
  const finite = [...x, ...reconstructions].every((row) => row.every(Number.isFinite));
  if (!differ || !finite) return withCauses(faults, []); // no variance to explain
  const [from, to] = [stackRows<"row", "d_model">(x), stackRows<"row", "d_model">(reconstructions)];
  const explained = explainedVariance(from, to);
  const correlation = reconstructionCorrelation(from, to);
  const share = Number(explained.toFixed(2));
  if (explained < 0)
    faults.push(
      `Its explained variance is ${share}: it explains less than nothing, the mean of the activations would reconstruct them better.`,
    );
  if (correlation !== null && correlation < 0)
    faults.push(
      `Its reconstructions are upside down: they go the other way where the activations go one (correlation ${correlation.toFixed(2)}).`,
    );
  return withCauses(faults, faults.length > 0 ? [] : unlikeTraining(sae, codes, explained));
}

function withCauses(faults: readonly string[], remarks: readonly string[]): SaeHealth {
  return { faults: faults.length === 0 ? [] : [...faults, USUAL_CAUSES], remarks };
}

function activityFaults(
  { dSae }: Pick<SparseAutoencoder, "dSae">,
  codes: readonly LatentActivations[],
): string[] {
  const silent = codes.filter(({ ids }) => ids.length === 0).length;
  const ever = new Set(codes.flatMap(({ ids }) => [...ids])).size;
  const l0 = meanL0(codes);
  const bases = `${silent} of ${codes.length} bases`;
  if (ever === 0) return [`No latent is active on any of the ${codes.length} bases.`];
  if (silent > LARGEST_SHARE_OF_SILENT_BASES * codes.length) return [`On ${bases} no latent is active.`];
  if (ever < 2) return ["A single latent is active, and always the same."];
  if (l0 > LARGEST_SHARE_OF_ACTIVE_LATENTS * dSae)
    return [
      `It is not sparse: ${Math.round(l0)} of its ${dSae} latents are active at once on average, so that which ones are says nothing.`,
    ];
  return [];
}

function unlikeTraining(
  sae: Pick<SparseAutoencoder, "name" | "firingFrequency" | "frequencySource">,
  codes: readonly LatentActivations[],
  explained: number,
): string[] {
  const known = sae.frequencySource === "file" ? sae.firingFrequency.reduce((sum, f) => sum + f, 0) : 0;
  const l0 = meanL0(codes);
  const times = Math.max(l0 / known, known / l0);
  return [
    ...(explained < SMALLEST_USUAL_EXPLAINED_VARIANCE
      ? [
          `${sae.name} explains ${explained.toFixed(2)} of the variance on these prompts, where an SAE explains ${SMALLEST_USUAL_EXPLAINED_VARIANCE} and more of text like that it was trained on: the prompts may be unlike what it knows.`,
        ]
      : []),
    ...(known > 0 && times > LARGEST_L0_OVER_TRAINING
      ? [
          `On these prompts ${Number(l0.toPrecision(3))} latents of ${sae.name} are active at once; by its firing frequencies ${Number(known.toPrecision(3))} were on its training text: the prompts, or the position that is read, may be unlike what it knows.`,
        ]
      : []),
  ];
}
