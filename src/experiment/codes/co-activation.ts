import type { LatentActivations } from "../../sae/sparse-autoencoder.ts";
import type { CoActivation } from "../record.generated.ts";

/** Latents of the graph: the most frequent ones, for pairs of rare ones are counted in too few codes. */
const SHOWN_LATENTS = 24;
/** Codes in which two latents must be active together to be joined. Source: paper D9. */
const LEAST_TOGETHER = 5;

/**
 * Which latents are active together: the most frequent ones of some codes, and every pair of them that is active together
 * in at least 5 codes, by lift. No model runs for it.
 *
 * lift(a, b) = n(a, b) N / (n(a) n(b)), N codes: 1 where both fire as if by chance. Ties: the smaller ids first.
 * `all` counts the same joins over every latent of the SAE; a degree is how many others a latent is joined to, the mean
 * over all `dSae`, those that never fire among them. Source: paper D9; lifts are ours.
 */
export function coActivationOf(codes: readonly Pick<LatentActivations, "ids">[], dSae: number): CoActivation {
  const firing = new Map<number, number>();
  const together = new Map<number, number>();
  for (const { ids } of codes)
    ids.forEach((a, i) => {
      firing.set(a, (firing.get(a) ?? 0) + 1);
      for (const b of ids.subarray(i + 1)) {
        const pair = Math.min(a, b) * dSae + Math.max(a, b);
        together.set(pair, (together.get(pair) ?? 0) + 1);
      }
    });
  const joined = [...together]
    .filter(([, count]) => count >= LEAST_TOGETHER)
    .map(([pair, count]) => ({ a: Math.floor(pair / dSae), b: pair % dSae, together: count }));
  const degrees = new Map<number, number>();
  for (const id of joined.flatMap(({ a, b }) => [a, b])) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const latents = [...firing]
    .map(([id, count]) => ({ id, codes: count }))
    .sort((one, other) => other.codes - one.codes || one.id - other.id)
    .slice(0, SHOWN_LATENTS);
  const isShown = new Set(latents.map(({ id }) => id));
  const lift = ({ a, b, together: both }: (typeof joined)[number]) =>
    (both * codes.length) / (firing.get(a)! * firing.get(b)!);
  return {
    codes: codes.length,
    least: LEAST_TOGETHER,
    latents,
    pairs: joined
      .filter(({ a, b }) => isShown.has(a) && isShown.has(b))
      .map((pair) => ({ ...pair, lift: lift(pair) }))
      .sort((one, other) => other.lift - one.lift || one.a - other.a || one.b - other.b),
    all: {
      active: firing.size,
      pairs: joined.length,
      meanDegree: (2 * joined.length) / dSae,
      largestDegree: Math.max(0, ...degrees.values()),
    },
  };
}
