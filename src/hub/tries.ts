import {
  HubConnectionError,
  HubLengthError,
  HubRangeError,
  HubRateLimitError,
  HubServerError,
} from "../errors/index.ts";
import { HUB_FILE_MS, HUB_LONGEST_PAUSE_MS, HUB_PAUSES_MS, HUB_TRIES, HUB_TRIES_IN_ALL } from "../limits.ts";
import type { HubTools } from "./hub-tools.ts";

/** What one try is told, and tells. */
export interface Try {
  /** From 1. */
  readonly attempt: number;
  /** When all tries end, ms since 1970: a loop over what a server sends looks at it. */
  readonly until: number;
  /** To be called when the try brought something new: the count of vain tries then starts again. */
  progressed(): void;
}

/**
 * Tries until it works: at most HUB_TRIES times in a row in vain, HUB_TRIES_IN_ALL times in all.
 *
 * Pauses 1, 2, 4, 8 s, or what Retry-After asks for when that is no longer than HUB_LONGEST_PAUSE_MS; all pauses
 * together are no longer than HUB_PAUSES_MS, and all tries end HUB_FILE_MS after the first began.
 * Throws: the last error; one that another try cannot mend at once.
 */
export async function withTries<T>(
  work: (one: Try) => Promise<T>,
  tools: Pick<HubTools, "sleep" | "now">,
): Promise<T> {
  const until = tools.now() + HUB_FILE_MS;
  let vain = 0;
  let paused = 0;
  for (let attempt = 1; ; attempt++) {
    let moved = false;
    try {
      return await work({ attempt, until, progressed: () => (moved = true) });
    } catch (error) {
      vain = moved ? 1 : vain + 1;
      const pause = pauseMs(error, vain);
      if (pause === null || vain >= HUB_TRIES || attempt >= HUB_TRIES_IN_ALL) throw error;
      paused += pause;
      if (paused > HUB_PAUSES_MS || tools.now() + pause > until) throw error;
      await tools.sleep(pause);
    }
  }
}

/** How long to wait before the next try, ms; null when there is no use in one. */
function pauseMs(error: unknown, vain: number): number | null {
  const growing = 1000 * 2 ** (vain - 1);
  if (error instanceof HubRangeError) return 0;
  if (error instanceof HubRateLimitError || error instanceof HubServerError) {
    const asked = error.waitMs ?? growing;
    return asked <= HUB_LONGEST_PAUSE_MS ? asked : null;
  }
  return error instanceof HubConnectionError || error instanceof HubLengthError ? growing : null;
}
