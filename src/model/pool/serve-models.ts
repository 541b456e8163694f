import { parentPort } from "node:worker_threads";
import { FAMILIES } from "../families/index.ts";
import type { LanguageModel } from "../language-model.ts";
import { createOrtModel } from "../ort-model.ts";
import { createSessionSlot } from "../ort-session-slot.ts";
import type { Answer, Request } from "./messages.ts";

/** A thread of the pool: models on onnxruntime, of which one at a time is measured, answering one request after another. */
const port = parentPort!;
const models = new Map<number, LanguageModel>();
const slot = createSessionSlot();
let turn: Promise<void> = Promise.resolve();

port.on("message", (request: Request) => {
  turn = turn.then(async () => {
    const start = performance.now();
    const outcome = await answerTo(request).then(
      (value) => ({ value }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
    const answer: Answer = { ...outcome, milliseconds: performance.now() - start };
    port.postMessage(answer, buffersOf(answer));
  });
});

async function answerTo(request: Request): Promise<unknown> {
  if (request.does === "open") {
    const { checkpoint, convention, threads } = request;
    const { modelType, ...rest } = checkpoint;
    const family = FAMILIES.find((one) => one.modelType === modelType)!;
    models.set(request.model, createOrtModel({ ...rest, family }, { convention, threads, slot }));
    return undefined;
  }
  const model = models.get(request.model)!;
  if (request.does === "dispose") {
    models.delete(request.model);
    return model.dispose();
  }
  if (request.does === "run") return model.run(request.options);
  if (request.does === "runAll") return model.runAll(request.options);
  if (request.does === "resumeFrom") return model.resumeFrom(request.options);
  if (request.does === "mlpPre") return model.mlpPre(request.options);
  if (request.does === "lastPositions") return model.lastPositions(request.options);
  if (request.does === "divergences") return model.divergences(request.options);
  return model.jensenShannon(request.options);
}

/** The memory of an answer's numbers, which goes over with it instead of being copied. */
function buffersOf(answer: Answer): ArrayBuffer[] {
  const value = "value" in answer ? answer.value : undefined;
  const data = (value as { readonly data?: unknown } | undefined)?.data;
  return data instanceof Float32Array && data.byteLength === data.buffer.byteLength
    ? [data.buffer as ArrayBuffer]
    : [];
}
