import { setTimeout as later } from "node:timers/promises";
import { expect, it } from "vitest";
import { openTimedModel, timed } from "../../../src/bench/timed-model.ts";
import type { LanguageModel } from "../../../src/model/language-model.ts";

const ORDER = { modelDir: "fixtures/reference/random-gpt2", cacheDir: "/nowhere", device: "cpu" } as const;

it("a queued call is not being computed: one worker is never busier than the clock", async () => {
  const model = await openTimedModel({ ...ORDER, workers: 1, threads: 1 }, "raw");
  const { dModel } = model.shape;
  const end = { rows: 4000, cols: dModel, data: new Float32Array(4000 * dModel).fill(1) };
  await model.divergences(end); // starts the worker and makes its session
  const before = model.seconds();
  const start = performance.now();
  const waits: number[] = [];
  const call = async () => {
    await model.divergences(end);
    waits.push((performance.now() - start) / 1000);
  };
  await Promise.all(Array.from({ length: 20 }, call));
  const wall = (performance.now() - start) / 1000;
  const busy = model.seconds() - before;
  await model.dispose();
  expect(busy).toBeGreaterThan(0);
  expect(busy).toBeLessThan(wall);
  expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(wall); // what a sum over calls would have said
});

it("a model of this thread is timed while at least one call is under way", async () => {
  const waiting = { run: () => later(20).then(() => ({ residuals: new Map() })) };
  const model = timed(waiting as unknown as LanguageModel);
  const start = performance.now();
  await Promise.all([1, 2, 3, 4].map(() => model.run({ from: { tokens: [1] }, read: [] })));
  const wall = (performance.now() - start) / 1000;
  expect(model.seconds()).toBeGreaterThan(0);
  expect(model.seconds()).toBeLessThanOrEqual(wall);
});
