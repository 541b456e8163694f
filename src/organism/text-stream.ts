import type { Rng } from "../math/rng.ts";
import { writeStory } from "./language.ts";

/** A fresh, endless text: `take(n)` gives its next n tokens. */
export interface TokenStream {
  take(count: number): Int32Array;
}

/**
 * Text drawn from `rng`: story i comes from the stream `rng.fork(i)`, so the text is one sequence whatever the
 * sizes in which it is taken.
 */
export function textStream(rng: Rng): TokenStream {
  let buffer: number[] = [];
  let at = 0;
  let story = 0;
  return {
    take(count) {
      const tokens = new Int32Array(count);
      for (let i = 0; i < count; i++) {
        if (at === buffer.length) {
          buffer = [];
          at = 0;
          writeStory(rng.fork(story++), buffer);
        }
        tokens[i] = buffer[at++]!;
      }
      return tokens;
    },
  };
}
