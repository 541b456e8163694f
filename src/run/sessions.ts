import type { Paper } from "../paper/paper.ts";
import { endWithParent } from "./end-with-parent.ts";
import type { RunOptions } from "./run-options.ts";
import type { PromptEvents } from "./run-prompts.ts";
import { openSession, type Session } from "./session.ts";

/** The session of a worker: one at a time, so that weights are loaded and prompts run once for all claims of a paper. */
export interface Sessions {
  /** The session of this run and paper. Progress and warnings go to `events` from now on. */
  of(run: RunOptions, paper: Paper, events: PromptEvents): Promise<Session>;
  /** true for the first caller that asks about a session, so that what it leaves is left once. */
  isFirstToLeave(session: Session): boolean;
  close(): Promise<void>;
}

export function createSessions(open = openSession): Sessions {
  let current: { readonly key: string; readonly session: Promise<Session> } | undefined;
  let listener: PromptEvents | undefined;
  let stopWatching: (() => void) | undefined;
  const left = new WeakSet<Session>();
  const end = async (opened: typeof current) => {
    const session = await opened?.session.catch(() => undefined); // one that could not be opened holds nothing
    await session?.close();
  };
  return {
    async of(run, paper, events) {
      listener = events;
      stopWatching ??= endWithParent();
      const key = JSON.stringify([run, paper.id]);
      if (current?.key !== key) {
        const before = current;
        const session = end(before).then(() =>
          open(run, paper, {
            onProgress: (progress) => listener?.onProgress(progress),
            onWarning: (warning) => listener?.onWarning(warning),
            onRemark: (sentence) => listener?.onRemark?.(sentence),
          }),
        );
        current = { key, session };
      }
      return current.session;
    },
    isFirstToLeave(session) {
      if (left.has(session)) return false;
      left.add(session);
      return true;
    },
    async close() {
      const closing = current;
      current = undefined;
      await end(closing);
      stopWatching?.();
      stopWatching = undefined;
    },
  };
}
