import type * as ort from "onnxruntime-node";

/** Sessions that are made when first asked for, and stay. */
export interface KeptSessions {
  /** The session of this key. One that could not be made is not kept: the next call makes it again. */
  of(key: string, make: () => Promise<ort.InferenceSession>): Promise<ort.InferenceSession>;
  /** Releases every session that was made or is being made. Throws: the first failure, after all were tried. */
  release(): Promise<void>;
}

export function createKeptSessions(): KeptSessions {
  const held = new Map<string, Promise<ort.InferenceSession>>();
  return {
    async of(key, make) {
      const there = held.get(key);
      if (there !== undefined) return there;
      const made = make();
      held.set(key, made);
      made.catch(() => {
        if (held.get(key) === made) held.delete(key);
      });
      return made;
    },
    async release() {
      const all = [...held.values()];
      held.clear();
      const opened = (await Promise.allSettled(all)).filter((end) => end.status === "fulfilled");
      await allOf(opened.map(({ value }) => value.release()));
    },
  };
}

/** Waits for all of them, whatever becomes of any. Throws: the first failure. */
export async function allOf(works: readonly Promise<unknown>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === "rejected") throw end.reason;
}
