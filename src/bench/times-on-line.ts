import type { ExperimentTimes } from "./timed-run.ts";

/** The times at another number of bases, on the line through two runs. */
export function timesOnLine(one: ExperimentTimes, other: ExperimentTimes, bases: number): ExperimentTimes {
  const share = (bases - other.bases) / (one.bases - other.bases);
  const along = (part: "preparation" | "measurement", time: "total" | "inModel") =>
    other[part][time] + share * (one[part][time] - other[part][time]);
  const both = (part: "preparation" | "measurement") => ({
    total: along(part, "total"),
    inModel: along(part, "inModel"),
  });
  return {
    bases,
    points: one.points,
    preparation: both("preparation"),
    measurement: both("measurement"),
    generators: other.generators + share * (one.generators - other.generators),
  };
}

/** Seconds of preparation and measurement. */
export function totalOf({ preparation, measurement }: ExperimentTimes): number {
  return preparation.total + measurement.total;
}

/** Share of the time in which the one worker computes nothing. */
export function outsideModelOf(times: ExperimentTimes): number {
  return 1 - (times.preparation.inModel + times.measurement.inModel) / totalOf(times);
}
