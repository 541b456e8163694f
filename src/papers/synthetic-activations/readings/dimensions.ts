import type { ReadingDimension } from "../../../experiment/readings/reading.ts";

/** What the claims of this paper leave open when they read a curve, in the order of the drawing. */
export const dimensions: readonly ReadingDimension[] = [
  {
    key: "schedule",
    title: "step",
    options: [
      { key: "absolute", title: "fixed length" },
      { key: "relative", title: "share of the way" },
    ],
  },
  {
    key: "end",
    title: "where curves end",
    options: [
      { key: "nearest", title: "the base's nearest target" },
      { key: "own", title: "their own target" },
      { key: "last", title: "their last point" },
    ],
  },
  {
    key: "unit",
    title: "unit",
    options: [
      { key: "steps", title: "steps" },
      { key: "residual", title: "residual units" },
    ],
  },
  {
    key: "number",
    title: "number of a curve",
    options: [
      { key: "max-slope", title: "max slope step" },
      { key: "area", title: "step of the area" },
      { key: "non-linearity", title: "first non-linearity" },
      { key: "half-rise", title: "half rise" },
    ],
  },
  {
    key: "blow-up",
    title: "smallest rise that counts",
    options: [
      { key: "1", title: "as registered" },
      { key: "10", title: "10 times that" },
      { key: "100", title: "100 times that" },
    ],
  },
  {
    key: "plateau",
    title: "plateau level",
    options: [
      { key: "0.25", title: "a quarter of the registered one" },
      { key: "0.5", title: "half of it" },
      { key: "1", title: "as registered" },
      { key: "2", title: "twice that" },
      { key: "4", title: "four times that" },
    ],
  },
  {
    key: "length",
    title: "length of activations",
    options: [
      { key: "drawn", title: "as drawn" },
      { key: "norm", title: "that of real ones" },
    ],
  },
  {
    key: "gained",
    title: "share of the height that makes a step",
    options: [
      { key: "0.15", title: "0.15" },
      { key: "0.2", title: "0.2, as registered" },
      { key: "0.3", title: "0.3" },
    ],
  },
  {
    key: "ends",
    title: "slope at the ends that makes a step",
    options: [
      { key: "0.35", title: "below 0.35" },
      { key: "0.5", title: "below 0.5, as registered" },
      { key: "0.75", title: "below 0.75" },
    ],
  },
  {
    key: "distance",
    title: "distance of two types",
    options: [
      { key: "w1", title: "W1, debiased, over sd(real)" },
      { key: "ks", title: "KS" },
    ],
  },
];

/** The keys of a dimension's options. */
export function optionsOf(dimension: string): readonly string[] {
  return dimensions.find(({ key }) => key === dimension)!.options.map(({ key }) => key);
}
