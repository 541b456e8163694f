/** The files of numbers that a report may come with, in the order of the page; names alone, for who only lists files. */
export const SERIES = [
  "criteria.csv",
  "replicates.csv",
  "ladder.csv",
  "readings.csv",
  "single-curves.csv",
  "measurements.csv",
  "geometry.csv",
  "geometry-bins.csv",
  "co-activation.csv",
  "curves.csv",
  "slices.csv",
  "distributions.csv",
  "authors.csv",
] as const;

export type SeriesName = (typeof SERIES)[number];
