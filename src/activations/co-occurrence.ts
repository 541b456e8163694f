import type { LatentActivations } from "../sae/sparse-autoencoder.ts";

/**
 * Which latents are active together in real activations, as the codes and the same turned round: two numbers an active
 * latent of a code, 10 MB for 10,000 codes of 60. Pairs are counted when they are asked for.
 */
export interface CoOccurrence {
  /** Ids of the active latents, code after code; those of code c are `ids[firstId[c] .. firstId[c + 1])`. */
  readonly ids: Int32Array;
  readonly firstId: Int32Array;
  /** The codes in which a latent is active; those of latent j are `codes[firstCode[j] .. firstCode[j + 1])`. */
  readonly codes: Int32Array;
  readonly firstCode: Int32Array;
}

/** Latents that are active together with another one, in how many codes. `ids` ascend; counts are at least 1. */
export interface CoActive {
  readonly ids: Int32Array;
  readonly counts: Int32Array;
}

/** Reads codes into the structure. Ids are below `dSae`. */
export function coOccurrenceOf(codes: readonly LatentActivations[], dSae: number): CoOccurrence {
  const total = codes.reduce((sum, { ids }) => sum + ids.length, 0);
  const all = new Int32Array(total);
  const firstId = new Int32Array(codes.length + 1);
  const firstCode = new Int32Array(dSae + 1);
  codes.forEach(({ ids }, c) => {
    all.set(ids, firstId[c]!);
    firstId[c + 1] = firstId[c]! + ids.length;
    for (const j of ids) firstCode[j + 1]! += 1;
  });
  for (let j = 0; j < dSae; j++) firstCode[j + 1]! += firstCode[j]!;
  const next = firstCode.slice();
  const holders = new Int32Array(total);
  codes.forEach(({ ids }, c) => {
    for (const j of ids) holders[next[j]!++] = c;
  });
  return { ids: all, firstId, codes: holders, firstCode };
}

/** The latents that occur together with `latent`, itself left out. */
export function coActiveWith({ ids, firstId, codes, firstCode }: CoOccurrence, latent: number): CoActive {
  const counts = new Int32Array(firstCode.length - 1);
  for (let n = firstCode[latent]!; n < firstCode[latent + 1]!; n++) {
    const code = codes[n]!;
    for (let at = firstId[code]!; at < firstId[code + 1]!; at++) counts[ids[at]!]! += 1;
  }
  counts[latent] = 0;
  const together: number[] = [];
  counts.forEach((count, j) => {
    if (count > 0) together.push(j);
  });
  return { ids: Int32Array.from(together), counts: Int32Array.from(together, (j) => counts[j]!) };
}
