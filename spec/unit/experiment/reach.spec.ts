import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GenerationContext } from "../../../src/activations/generator.ts";
import { openModel } from "../../../src/checkpoint/open-model.ts";
import type { Perturbation } from "../../../src/experiment/perturbation.ts";
import { contextAt } from "../../../src/experiment/walks/context-at.ts";
import { measureReach } from "../../../src/experiment/walks/measure-reach.ts";
import type { Measured, MeasuredCurve } from "../../../src/experiment/walks/measured.ts";
import { positionsOf, type Reach } from "../../../src/experiment/walks/reach.ts";
import { atOnce, evenly, type LengthSchedule, walkPath } from "../../../src/experiment/walks/walk.ts";
import { STREAMS_A_CALL } from "../../../src/limits.ts";
import { type Rng, rngFromSeed } from "../../../src/math/rng.ts";
import { type Activation, distance, rowOf, stackRows } from "../../../src/math/vec.ts";
import { hookPoint } from "../../../src/model/hook-point.ts";
import type { LanguageModel, Residual } from "../../../src/model/language-model.ts";
import { residualAt } from "../../../src/model/residual-at.ts";
import { buildContext } from "../../support/tiny-dictionary.ts";
import { relativeError } from "../../support/tiny-models.ts";

const TOKENS = [3, 1, 4, 1, 5, 9, 2];
const POINTS = 4;
const AT = hookPoint(1, "pre");
const FAR = 3;

let model: LanguageModel;
let residual: Residual;
let end: ReturnType<typeof hookPoint>;
let runs = 0;
beforeAll(async () => {
  const opened = await openModel("fixtures/reference/random-gpt2", { convention: "raw", threads: 1 });
  const counted: LanguageModel["runAll"] = (options) => {
    runs += options.streams.length;
    return opened.runAll(options);
  };
  model = { ...opened, runAll: counted };
  end = hookPoint(model.shape.layers - 1, "post");
  residual = await residualAt(model, TOKENS, AT);
});
afterAll(() => model.dispose());

/** A path in a direction that is drawn, so that every position has its own. */
const wander = (reach: Reach, lengths: LengthSchedule): Perturbation => ({
  key: "wander",
  title: "wander",
  short: "wander",
  axis: "n",
  typeIs: "direction",
  stepsGrowWithDistance: false,
  alsoDraws: [],
  reach,
  path: (context) =>
    walkPath(
      {
        start: ({ base }) => base,
        direction: ({ draw }) => Float64Array.from(draw("random")),
        lengths,
      },
      context,
    ),
});

const drawFrom = (rng: Rng, d: number) => Float32Array.from({ length: d }, () => rng.normal()) as Activation;

/** The curves of arms that wander so far; how far each way goes is the reach's own. */
async function allReached(reach: Reach, schedules: readonly LengthSchedule[]): Promise<readonly Measured[]> {
  const base = rowOf(residual, residual.rows - 1) as Activation;
  const arms = schedules.map((lengths) => ({
    perturbation: wander(reach, lengths),
    type: "random" as const,
    output: "kl" as const,
  }));
  return measureReach(arms, {
    ...{ model, residual, perturbAt: AT, readAt: end, points: POINTS, step: 1 },
    context: { base, target: base, others: [], latents: null } as unknown as GenerationContext,
    rng: rngFromSeed("reach"),
    drawsOf: (_, rng) => () => drawFrom(rng.fork("way"), residual.cols),
  });
}

async function reached(
  reach: Reach,
  lengths: LengthSchedule = (at) => evenly(at, FAR),
): Promise<MeasuredCurve> {
  const [curve] = await allReached(reach, [lengths]);
  if (typeof curve !== "object") throw new Error(`there is none: ${curve}`);
  return curve;
}

/** Where position `p` stands at point n, by the streams that the docstring names. */
function pointAt(p: number, n: number): Activation {
  const own = rngFromSeed("reach");
  const rng = p === TOKENS.length - 1 ? own : own.fork("position").fork(p);
  const way = drawFrom(rng.fork("way"), residual.cols);
  const length = Math.hypot(...way);
  return Float32Array.from(rowOf(residual, p), (x, k) => x + ((FAR * n) / (POINTS - 1)) * (way[k]! / length));
}

describe("a curve of another reach", () => {
  it("at the last position is what the fast path gives there", async () => {
    const last = stackRows<"row", "d_model">(
      Array.from({ length: POINTS }, (_, n) => pointAt(TOKENS.length - 1, n)),
    );
    const fast = await model.divergences(await model.resumeFrom({ residual, at: AT, last, readAt: end }));
    const { curve, length } = await reached("last");
    expect(length).toBe(FAR);
    expect(curve[0]).toBe(0);
    expect(relativeError(curve, fast)).toBeLessThan(1e-3);
  });

  it.each(["following", "every"] as const)(
    "over %s positions is the mean of what a whole run with these patches reads at each",
    async (reach) => {
      const { replaced, read } = positionsOf(reach, TOKENS.length);
      const streams = [];
      for (let n = 0; n < POINTS; n++) {
        const patches = replaced.map((position) => ({ at: AT, position, vector: pointAt(position, n) }));
        const whole = await model.run({ from: { tokens: TOKENS }, read: [end], patches });
        streams.push(whole.residuals.get(end)!);
      }
      const wanted = new Float64Array(POINTS);
      for (const p of read) {
        const kl = await model.divergences(stackRows(streams.map((stream) => rowOf(stream, p))));
        kl.forEach((value, n) => {
          wanted[n]! += value / read.length;
        });
      }
      const { curve } = await reached(reach);
      expect(wanted.at(-1)).toBeGreaterThan(1e-3);
      expect(relativeError(curve, wanted)).toBeLessThan(1e-3);
    },
  );

  it("costs a run of the model for every point that differs from the one before", async () => {
    runs = 0;
    const { curve } = await reached("every", (at) => atOnce(at, FAR));
    expect(runs).toBe(2);
    expect([...curve.slice(0, POINTS - 1)]).toEqual([0, 0, 0]);
    runs = 0;
    await reached("every");
    expect(runs).toBe(POINTS);
    // one position moves at the last point alone, the others at every one
    const late = rowOf(residual, 2).join();
    runs = 0;
    await reached("every", (at) => (at.base.join() === late ? atOnce : evenly)(at, FAR));
    expect(runs).toBe(POINTS);
  });

  it("of several arms is what each of them gives alone, and the prompt's own stream runs once for all", async () => {
    const schedules: readonly LengthSchedule[] = [
      (at) => evenly(at, FAR),
      (at) => atOnce(at, FAR),
      () => Float64Array.of(1),
      (at) => atOnce(at, 2 * FAR),
    ];
    runs = 0;
    const together = await allReached("every", schedules);
    expect(runs).toBe(1 + (POINTS - 1) + 1 + 1);
    expect(together[2]).toMatch(/the lengths of a walk/);
    for (const i of [0, 1, 3]) {
      const alone = await reached("every", schedules[i]);
      const { curve, length } = together[i] as MeasuredCurve;
      expect(length).toBe(alone.length);
      expect(relativeError(curve, alone.curve)).toBeLessThan(1e-3);
    }
  });

  it("runs no more streams side by side than a call takes, and lays no more paths than that before", async () => {
    let laid = 0;
    const many = Array.from({ length: 2 * STREAMS_A_CALL }, (_, i): LengthSchedule => {
      return (at) => {
        laid++;
        return atOnce(at, FAR + i);
      };
    });
    const calls: number[] = [];
    const laidBefore: number[] = [];
    const { runAll } = model;
    const watched = {
      ...model,
      runAll: (options: Parameters<typeof runAll>[0]) => {
        calls.push(options.streams.length);
        laidBefore.push(laid);
        return runAll(options);
      },
    };
    const before = model;
    model = watched;
    const curves = await allReached("following", many).finally(() => {
      model = before;
    });
    expect(calls).toEqual([STREAMS_A_CALL, STREAMS_A_CALL, 1]);
    expect(laidBefore).toEqual([
      STREAMS_A_CALL - 1, // the prompt's own stream is in the first call
      2 * STREAMS_A_CALL - 1,
      2 * STREAMS_A_CALL,
    ]);
    const last = curves.map((curve) => (curve as MeasuredCurve).curve.at(-1)!);
    expect(new Set(last).size).toBe(many.length);
  });

  it("says why there is none where no path can be laid", async () => {
    await expect(reached("every", () => Float64Array.of(1))).rejects.toThrow(
      /^there is none: .*the lengths of a walk/,
    );
  });
});

describe("the context of another position", () => {
  const context = buildContext({ dModel: 6, dSae: 40, dead: 2, seed: 24 });
  const elsewhere = context.others[0]!;

  it("has the base and its code from there, and all else from the prompt", () => {
    const there = contextAt(context, elsewhere);
    const { sae } = context.latents;
    expect(distance(there.base, elsewhere)).toBe(0);
    expect(there.latents!.base).toEqual(sae.encode(elsewhere));
    expect(there.latents!.siblings.map(({ base }) => base)).toEqual(
      context.latents.siblings.map((one) => one.sae.encode(elsewhere)),
    );
    expect(there.target).toBe(context.target);
    expect(there.population).toBe(context.population);
    expect(there.latents!.target).toBe(context.latents.target);
    expect(there.latents!.dictionaries).toBe(context.latents.dictionaries);
  });

  it("prepares nothing that nobody looks at", () => {
    const unprepared = {
      base: context.base,
      target: context.target,
      latents: Object.defineProperty({ ...context.latents }, "cosineTarget", {
        get: () => {
          throw new Error("not prepared");
        },
      }),
      get population(): never {
        throw new Error("not prepared");
      },
      get others(): never {
        throw new Error("not prepared");
      },
      get prompts(): never {
        throw new Error("not prepared");
      },
    };
    expect(() => contextAt(unprepared, elsewhere)).not.toThrow();
  });
});
