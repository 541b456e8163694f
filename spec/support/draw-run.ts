import { rngFromSeed } from "../../src/math/rng.ts";
import type { ReadyPromptSource, RunPrompts, WantedPrompts } from "../../src/prompts/prompt-source.ts";

/** What a run of this seed draws from a source. */
export function drawRun(source: ReadyPromptSource, seed: string, want: WantedPrompts): RunPrompts {
  return source.draw(rngFromSeed(seed).fork("prompts"), want);
}
