import { KEPT_STREAMS_BYTES } from "../../limits.ts";
import type { Residual } from "../../model/language-model.ts";

/** Streams by base, run when first asked for and kept from then on, until the next one would be too much. */
export function keptStreams(
  run: (base: number) => Promise<Residual>,
  most = KEPT_STREAMS_BYTES,
): (base: number) => Promise<Residual> {
  const kept = new Map<number, Residual>();
  let free = most;
  return async (base) => {
    const known = kept.get(base);
    if (known) return known;
    const stream = await run(base);
    if (stream.data.byteLength > free) return stream;
    free -= stream.data.byteLength;
    kept.set(base, stream);
    return stream;
  };
}
