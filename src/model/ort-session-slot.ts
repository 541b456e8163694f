import type * as ort from "onnxruntime-node";

/**
 * Room for one large session at a time, shared by any number of models: making one gives up the one that is there.
 * Uses take turns, so none is given up while it runs.
 */
export interface SessionSlot {
  /** Runs `work` on the owner's session of this key, which is made if another one is in the slot. */
  use<T>(
    owner: object,
    key: string,
    make: () => Promise<ort.InferenceSession>,
    work: (session: ort.InferenceSession) => Promise<T>,
  ): Promise<T>;
  /** Gives up the session if it is this owner's. */
  release(owner: object): Promise<void>;
}

export function createSessionSlot(): SessionSlot {
  let held:
    | { readonly owner: object; readonly key: string; readonly session: ort.InferenceSession }
    | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const giveUp = async () => {
    const former = held;
    held = undefined;
    await former?.session.release();
  };
  return {
    use: (owner, key, make, work) =>
      inTurn(async () => {
        if (held?.owner !== owner || held.key !== key) {
          await giveUp();
          held = { owner, key, session: await make() };
        }
        return work(held.session);
      }),
    release: (owner) =>
      inTurn(async () => {
        if (held?.owner === owner) await giveUp();
      }),
  };
}
