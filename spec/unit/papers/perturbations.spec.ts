import { describe, expect, it } from "vitest";
import type { TypeDraw } from "../../../src/experiment/draw.ts";
import type { Path, Perturbation } from "../../../src/experiment/perturbation.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { type Activation, cosine, distance, rowOf, subtract } from "../../../src/math/vec.ts";
import { papers } from "../../../src/papers/index.ts";

const D_MODEL = 6;
const POINTS = 9;
const STEP = 0.25;
const vector = (seed: string) => {
  const rng = rngFromSeed(seed);
  return Float32Array.from({ length: D_MODEL }, () => rng.integer(41) - 20) as Activation;
};
const base = vector("base");

interface Walked {
  readonly path: Path;
  /** What was drawn, by stream and type. */
  readonly drawn: ReadonlyMap<string, Activation>;
}

/** A path with the type, every draw `reach` times as far from the base. */
function walk(perturbation: Perturbation, type: TypeDraw, reach = 1): Walked {
  const drawn = new Map<string, Activation>();
  const draw = (of: TypeDraw, stream = "generate") => {
    const offset = vector(`${stream} ${of}`);
    const activation = base.map((x, k) => x + reach * offset[k]!) as Activation;
    drawn.set(`${stream} ${of}`, activation);
    return activation;
  };
  return { path: perturbation.path({ base, type, points: POINTS, step: STEP, draw }), drawn };
}

const firstStep = ({ rows }: Path) => distance(rowOf(rows, 1), rowOf(rows, 0));
const all = papers.flatMap(({ id, perturbations }) =>
  perturbations.map((perturbation) => [`${id}: ${perturbation.key}`, perturbation] as const),
);

describe.each(all)("%s", (_, perturbation) => {
  const types = ["real", "random", "structured", "baseline#2"] as const;

  it("has as many points as asked for, and begins where it says", () => {
    for (const type of types) {
      const { path, drawn } = walk(perturbation, type);
      expect([path.rows.rows, path.rows.cols]).toEqual([POINTS, D_MODEL]);
      const start = perturbation.typeIs === "start" ? drawn.get(`generate ${type}`)! : base;
      expect(rowOf(path.rows, 0)).toEqual(start);
    }
  });

  it("is as long as its end is far from its start, and heads for it or in its direction", () => {
    for (const type of types) {
      if (perturbation.typeIs === "direction") {
        const { path, drawn } = walk(perturbation, type);
        const last = rowOf(path.rows, POINTS - 1);
        expect(distance(base, last)).toBeCloseTo(path.length, 3);
        const point = drawn.get(`generate ${type}`)!;
        expect(cosine(subtract(last, base), subtract(point, base))).toBeCloseTo(1, 5);
        continue;
      }
      const { path, drawn } = walk(perturbation, type);
      const start = rowOf(path.rows, 0);
      const isTarget = perturbation.typeIs === "target";
      const ends = [...drawn].filter(([key]) => isTarget === (key === `generate ${type}`));
      const end = ends.find(([, activation]) => Math.abs(distance(start, activation) - path.length) < 1e-6);
      expect(end, `no draw lies ${path.length} from the start`).toBeDefined();
      const [nearer, farther] = [rowOf(path.rows, 1), start].map((row) => distance(row, end![1]));
      expect(farther! - nearer!).toBeCloseTo(firstStep(path), 3);
    }
  });

  it("draws its type and those that it says it draws besides, and no other", () => {
    for (const type of types) {
      const { drawn } = walk(perturbation, type);
      const seen = new Set([...drawn.keys()].map((key) => key.split(" ").at(-1)));
      expect(seen).toEqual(new Set([type, ...perturbation.alsoDraws]));
    }
  });

  it(`has steps that ${perturbation.stepsGrowWithDistance ? "grow with" : "do not hang on"} the distance`, () => {
    const [near, far] = [walk(perturbation, "real"), walk(perturbation, "real", 2)];
    if (perturbation.typeIs === "direction") {
      // the type's own distance plays no part: only that of what sets the length may
      const [own] = perturbation.alsoDraws;
      expect(far.path.length / near.path.length).toBeCloseTo(own === undefined ? 1 : 2, 5);
      return;
    }
    expect(far.path.length / near.path.length).toBeCloseTo(2, 5);
    const grows = firstStep(far.path) / firstStep(near.path);
    expect(grows).toBeCloseTo(perturbation.stepsGrowWithDistance ? 2 : 1, 4);
  });
});
