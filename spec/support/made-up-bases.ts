import { curveToBytes } from "../../src/experiment/bases/curve-bytes.ts";
import type { KeptBases } from "../../src/experiment/bases/kept-bases.ts";
import type { Report } from "../../src/report/report.generated.ts";

const POINTS = 100;

/** Where the curve of a base rises most: later for later types, another place for every base. */
export const madeUpStep = (type: number, base: number): number => 20 + 10 * type + ((base * 7) % 10);

/** Bases of no run, with the types, perturbations and metrics of a report: every curve is a smooth step. */
export function madeUpBases({ types, perturbations, metrics }: Report, n = 12): KeptBases {
  const bases = Array.from({ length: n }, (_, base) => base);
  const perBase = (of: (base: number) => number) => bases.map(of);
  const curve = (type: number, base: number) =>
    Float64Array.from({ length: POINTS }, (_, i) =>
      i === 0 ? 0 : 10 / (1 + Math.exp((madeUpStep(type, base) - 0.5 - i) / 2)),
    );
  return {
    schemaVersion: 1,
    points: POINTS,
    tokens: bases.map((base) => [base, 100 + base, 7]),
    texts: bases.map((base) => `word-${base} and seven`),
    norm: perBase((base) => 3 + base),
    latents: bases.map((base) => [[base, 1.5]]),
    targets: types.map(({ key }, type) => ({
      type: key,
      norm: perBase((base) => 4 + type + base / 10),
      distance: perBase((base) => 5 + type + base / 10),
      cosine: perBase(() => 0.25),
      latents: bases.map((base) => [
        [40 + type, 2.5],
        [base, 0.5],
      ]),
    })),
    curves: perturbations.flatMap(({ key }) =>
      types.map(({ key: type }, index) => {
        const kept = bases.map((base) => curveToBytes(curve(index, base)));
        return {
          perturbation: key,
          type,
          top: kept.map(({ top }) => Number(top.toPrecision(4))),
          steps: Buffer.concat(kept.map(({ steps }) => steps)).toString("base64"),
        };
      }),
    ),
    values: metrics.flatMap(({ key }) =>
      types.map(({ key: type }, index) => ({
        metric: key,
        type,
        of: perBase((base) => madeUpStep(index, base)),
      })),
    ),
  };
}
