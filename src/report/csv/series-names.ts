/** The files of numbers that a report may come with, in the order of the page; names alone, for who only lists files. */
export const SERIES = [
  "criteria.csv",
  "replicates.csv",
  "measurements.csv",
  "geometry.csv",
  "geometry-bins.csv",
  "curves.csv",
  "distributions.csv",
  "ladder.csv",
] as const;

export type SeriesName = (typeof SERIES)[number];
