import { coordinateMean, stackRows } from "../math/vec.ts";
import { explainedVariance } from "../sae/explained-variance.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { decoderNorms, meanL0 } from "../sae/sparsity-facts.ts";
import { found, type HealthFinding } from "./finding.ts";
import type { Installation } from "./installation.ts";
import type { Seen } from "./seen-prompts.ts";

/** Published SAEs explain from 0.7 to 0.99 of the variance. */
const LEAST_EXPLAINED = 0.6;
/** By this much more explained without the vectors' means, and the SAE was trained on the other convention. */
const OTHER_CONVENTION = 0.02;
/** Published SAEs have under 3 % of their latents active at once. */
const MOST_ACTIVE_SHARE = 0.1;
/** Where more latents are dead than this, little of the dictionary is used. */
const MOST_DEAD_SHARE = 0.5;

/** How far the vectors' means over d_model are from 0, in words. */
export function meanShare({ x }: Seen): string {
  const share = x.reduce((sum, one) => sum + Math.abs(coordinateMean(one)), 0) / x.length;
  return `mean over d_model ${share.toPrecision(2)}`;
}

/** Convention, reconstruction and latents of an SAE on the vectors seen. */
export function saeFindings(
  sae: SparseAutoencoder,
  seen: Seen,
  { model, recentre }: Installation,
  isText: boolean,
): readonly HealthFinding[] {
  const has = recentre ? "centred" : model.identity.convention;
  const codes = seen.x.map((x) => sae.encode(x));
  const explained = explainedBy(sae, seen.x, codes);
  const centred = has === "raw" ? explainedBy(sae, seen.x.map(withoutMean)) : null;
  const other = explained !== null && centred !== null && centred > explained + OTHER_CONVENTION;
  return [
    has !== sae.convention || other
      ? found(
          "convention",
          has,
          "bad",
          other
            ? "the SAE explains more of the centred stream: --convention centred"
            : `the SAE asks for ${sae.convention}`,
        )
      : found("convention", has, "fine", `as the SAE asks; ${meanShare(seen)}`),
    explainedFinding(explained, isText),
    ...latentFindings(sae, codes),
  ];
}

/** null where the vectors do not differ. */
function explainedBy(
  sae: SparseAutoencoder,
  x: readonly Float32Array[],
  codes: readonly LatentActivations[] = x.map((one) => sae.encode(one)),
): number | null {
  if (x.every((one) => one.every((v, i) => v === x[0]![i]))) return null;
  const decoded = codes.map((latents) => sae.decode(latents));
  return explainedVariance(stackRows<"row", "d_model">(x), stackRows<"row", "d_model">(decoded));
}

function withoutMean(x: Float32Array): Float32Array {
  const mean = coordinateMean(x);
  return x.map((v) => v - mean);
}

function explainedFinding(explained: number | null, isText: boolean): HealthFinding {
  const what = "explained variance";
  if (explained === null) return found(what, "none", "bad", "the vectors do not differ");
  const value = explained.toFixed(3);
  if (explained >= LEAST_EXPLAINED) return found(what, value, "fine", "published SAEs have 0.7 to 0.99");
  if (!isText) return found(what, value, "odd", "on random tokens, which no SAE was trained on");
  return explained < 0
    ? found(what, value, "bad", "worse than the mean vector: another model, hook or convention")
    : found(what, value, "odd", "published SAEs have 0.7 to 0.99: other text, or another hook");
}

function latentFindings(
  sae: SparseAutoencoder,
  codes: readonly LatentActivations[],
): readonly HealthFinding[] {
  const l0 = meanL0(codes);
  const silent = codes.filter(({ ids }) => ids.length === 0).length;
  const value = `${l0.toPrecision(3)} of ${sae.dSae} latents`;
  const { shortest, longest } = sae.decoderNorms;
  return [
    l0 === 0
      ? found("L0", value, "bad", "no latent is ever active")
      : silent > 0
        ? found("L0", value, "odd", `none is active on ${silent} of ${codes.length} vectors`)
        : l0 > MOST_ACTIVE_SHARE * sae.dSae
          ? found("L0", value, "odd", "hardly sparse: over a tenth is active at once")
          : found("L0", value, "fine", "sparse, and some on every vector"),
    deadFinding(sae, codes),
    found(
      "decoder directions",
      `${shortest.toPrecision(4)} to ${longest.toPrecision(4)} long`,
      isUnit(sae) ? "fine" : "odd",
      isUnit(sae) ? "unit vectors" : "not unit vectors: latents' values are not in residual units",
    ),
  ];
}

/** Unit length as training in float32 leaves it. */
function isUnit(sae: SparseAutoencoder): boolean {
  return decoderNorms(sae).every((length) => Math.abs(length - 1) < 1e-3 || length === 0);
}

function deadFinding(sae: SparseAutoencoder, codes: readonly LatentActivations[]): HealthFinding {
  const active = new Set(codes.flatMap(({ ids }) => [...ids])).size;
  const here = `${active} of all ${sae.dSae} were active on these ${codes.length} vectors`;
  if (sae.frequencySource !== "file")
    return found("dead latents", "not known", "odd", `no firing frequencies beside the weights; ${here}`);
  const dead = sae.dSae - sae.alive.length;
  const value = `${dead} of ${sae.dSae} by its frequencies`;
  if (sae.alive.length === 0) return found("dead latents", value, "bad", "none is alive");
  return dead > MOST_DEAD_SHARE * sae.dSae
    ? found("dead latents", value, "odd", `over half of the dictionary is not used; ${here}`)
    : found("dead latents", value, "fine", here);
}
