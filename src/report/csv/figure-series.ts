/** The series of drawings that no table of a report has. */
import type { Beside } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import { EXAMPLE_BASES, exampleCurves } from "../sections/bases.ts";
import type { Rows } from "./rows.ts";

/** Every reading of every effect, with the choices that made it in words. */
export function readings({ readings: found }: Report): Rows {
  const dimensions = found?.dimensions ?? [];
  return {
    name: "readings.csv",
    title: "Every reading of every effect, with the choices that made it",
    head: [
      ...["effect", "hypothesis", "registered", "unit", "value", "low", "high", "n", "verdict by the sign"],
      ...dimensions.map(({ key }) => key),
    ],
    rows: (found?.effects ?? []).flatMap(({ key, hypothesis, readings: all }) =>
      all.map(({ registered, unit, value, interval, n, verdict, choices }) => [
        ...[
          key,
          hypothesis,
          registered ? "yes" : "no",
          unit,
          value,
          interval?.[0] ?? null,
          interval?.[1] ?? null,
        ],
        ...[n, verdict],
        ...dimensions.map((dimension) => choices[dimension.key] ?? null),
      ]),
    ),
  };
}

/** Significant digits of a curve that is kept in 255 steps of its largest value. */
const KEPT_DIGITS = 5;

/** The single curves that are drawn, with the step that is marked on each. */
export function singleCurves(report: Report, { bases }: Beside): Rows {
  return {
    name: "single-curves.csv",
    title: "The single curves, with the step that is marked on each",
    head: ["perturbation", "type", "base", "step", "distance", "marked step"],
    rows: report.perturbations.flatMap(({ key }) =>
      (bases === null ? [] : exampleCurves(key, bases, report, EXAMPLE_BASES)).flatMap(
        ({ type, base, curve, at }) =>
          curve.map((value, step) => [key, type, base, step, Number(value.toPrecision(KEPT_DIGITS)), at]),
      ),
    ),
  };
}

/** The authors' values that are drawn, with how each is known. */
export function authors({ authorsMarks }: Report): Rows {
  return {
    name: "authors.csv",
    title: "The authors’ values that are drawn; a row without a share is a mean",
    head: ["metric", "type", "value", "share", "trust", "source"],
    rows: (authorsMarks ?? []).flatMap(({ metric, type, trust, source, at }) =>
      at.map(({ value, share }) => [metric, type, value, share, trust, source]),
    ),
  };
}

/** Every pair of the latents that are drawn, with how often each of the two is active. */
export function coActivation({ coActivation: found }: Report): Rows {
  const codesOf = new Map((found?.latents ?? []).map(({ id, codes }) => [id, codes]));
  return {
    name: "co-activation.csv",
    title: "Pairs of frequent latents that are active together, by lift",
    head: [
      "latent",
      "other latent",
      "bases with both",
      "bases with one",
      "bases with the other",
      "bases",
      "lift",
    ],
    rows: (found?.pairs ?? []).map(({ a, b, together, lift }) => [
      ...[a, b, together, codesOf.get(a) ?? null, codesOf.get(b) ?? null, found!.codes, lift],
    ]),
  };
}

/** Every point of every slice, with how near its output is to that of each corner: 1 is equal. */
export function slices({ slices: found = [] }: Report): Rows {
  return {
    name: "slices.csv",
    title: "Points of the slices, with how near the output is to that of each corner",
    head: ["base", "x", "y", "near A", "near B", "near C"],
    rows: found.flatMap(({ base, from, to, side, near }) => {
      const bytes = Buffer.from(near, "base64");
      const place = (n: number) => from + ((to - from) * n) / (side - 1);
      return Array.from({ length: side ** 2 }, (_, n) => [
        ...[
          base,
          Number(place(n % side).toFixed(4)),
          Number(place(side - 1 - Math.floor(n / side)).toFixed(4)),
        ],
        ...[0, 1, 2].map((corner) => Number((bytes[3 * n + corner]! / 255).toFixed(3))),
      ]);
    }),
  };
}
