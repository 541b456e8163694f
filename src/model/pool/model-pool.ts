import { checkEnds, planCall, planLastPositions, planMlpPre, planResume, planRunAll } from "../call-plan.ts";
import { disposedModel } from "../disposed-model.ts";
import { FAMILIES } from "../families/index.ts";
import type { Checkpoint } from "../family.ts";
import type { LanguageModel, LastRows, Residual, ResidualConvention } from "../language-model.ts";
import { shapeOf } from "../ort-model.ts";
import { ortRuntime } from "../ort-session.ts";
import { checkConvention } from "../residual-convention.ts";
import type { CallRequest, Calls, SentCheckpoint } from "./messages.ts";
import { createModelThread, type ModelThread } from "./model-thread.ts";

/** Threads that compute models side by side, each with sessions of its own. */
export interface ModelPool {
  /** The checkpoint's model, whose calls are shared among the threads. Throws: as `createOrtModel`. */
  open(checkpoint: Checkpoint, convention: ResidualConvention): LanguageModel;
  /** Ends the threads. No model of the pool can be used afterwards. */
  close(): Promise<void>;
}

export interface PoolOptions {
  /** How many compute at the same time. */
  readonly workers: number;
  /** Of one operator, in each of them; the last bits may differ between counts. */
  readonly threads: number;
  /** Hears of everything a worker did how many milliseconds it was at it, its wait for a turn left out. */
  readonly onBusy?: (milliseconds: number) => void;
}

/** Requests that a thread may owe: while it computes one, the next is there already. */
const OWED_AT_MOST = 2;

/** Works for each thread that may be under way: where two ask for their next call only when one ends, a third has asked. */
const WORKS_A_THREAD = OWED_AT_MOST + 1;

/**
 * Starts the threads. A call's bits are those of `createOrtModel` with as many threads an operator: they depend on the
 * call alone, never on which thread computes it or on what the others do.
 *
 * Only registered families can be computed: a thread has the computation from its own copy of the code.
 */
export function createModelPool({ workers, threads, onBusy }: PoolOptions): ModelPool {
  const all = Array.from({ length: workers }, () => createModelThread(onBusy));
  const waiting: ((thread: ModelThread) => void)[] = [];
  let opened = 0;

  /** Gives out the threads that are free, the least busy first, in the order in which they were asked for. */
  const giveOut = () => {
    while (waiting.length > 0) {
      const free = all.reduce((a, b) => (b.pending < a.pending ? b : a));
      if (free.pending >= OWED_AT_MOST) return;
      waiting.shift()!(free);
    }
  };

  return {
    open(checkpoint, convention) {
      const { family } = checkpoint;
      checkConvention(convention, family);
      const shape = shapeOf(checkpoint);
      const sent = sentCheckpoint(checkpoint);
      const model = opened++;
      const having = new Set<ModelThread>();
      let disposed = false;

      const opening = async (thread: ModelThread) => {
        having.add(thread);
        await thread.ask({ does: "open", model, checkpoint: sent, convention, threads });
      };
      const call = async <C extends keyof Calls>(
        does: C,
        options: CallRequest<C>["options"],
      ): Promise<Awaited<ReturnType<Calls[C]>>> => {
        if (disposed) throw disposedModel();
        const answer = await new Promise<unknown>((resolve, reject) => {
          waiting.push((thread) => {
            const ready = having.has(thread) ? undefined : opening(thread);
            ready?.catch(reject);
            const request = { does, model, options } as CallRequest<keyof Calls> & { does: C };
            thread
              .ask(request as never)
              .then(resolve, reject)
              .finally(giveOut);
          });
          giveOut();
        });
        return answer as Awaited<ReturnType<Calls[C]>>;
      };

      return {
        identity: {
          name: checkpoint.name,
          weightsDigest: checkpoint.weightsDigest,
          runtime: ortRuntime("cpu"),
          convention,
        },
        shape,
        remarks: checkpoint.remarks,
        callsAtOnce: WORKS_A_THREAD * workers,
        // what is wrong with a call is refused here, where its error keeps its type
        async run(options) {
          planCall(options, shape);
          return call("run", options);
        },
        async runAll(options) {
          planRunAll(options, shape);
          return call("runAll", options);
        },
        async resumeFrom(options) {
          planResume(options, shape);
          const { residual, last } = options;
          return call("resumeFrom", { ...options, residual: whole(residual), last: whole(last) });
        },
        async mlpPre(options) {
          planMlpPre(options, shape);
          const { residual, last } = options;
          return call("mlpPre", { ...options, residual: whole(residual), last: whole(last) });
        },
        async lastPositions(options) {
          planLastPositions(options, shape);
          return call("lastPositions", options);
        },
        async divergences(ends) {
          checkEnds(ends, shape);
          return call("divergences", whole(ends));
        },
        async jensenShannon(ends) {
          checkEnds(ends, shape);
          return call("jensenShannon", whole(ends));
        },
        async dispose() {
          disposed = true;
          const given = [...having].filter((thread) => !thread.ended); // one that ended holds nothing
          await Promise.all(given.map((thread) => thread.ask({ does: "dispose", model })));
          having.clear();
        },
      };
    },
    async close() {
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}

function sentCheckpoint({ family, ...facts }: Checkpoint): SentCheckpoint {
  const { modelType } = family;
  if (FAMILIES.includes(family)) return { ...facts, modelType };
  throw new Error(`the family "${modelType}" is not registered, and a thread cannot be given it`);
}

/** A matrix that is sent without what stands around it in memory. */
function whole<M extends LastRows | Residual>(matrix: M): M {
  const { data } = matrix;
  return data.byteLength === data.buffer.byteLength ? matrix : { ...matrix, data: data.slice() };
}
