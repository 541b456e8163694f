import cliProgress from "cli-progress";

/** Tells how far a run is. Drawn when it is told something: onnxruntime blocks timers. */
export interface ProgressBar {
  readonly update: (progress: {
    readonly what: string;
    readonly done: number;
    readonly of: number;
    /** What is counted, where it is not what the bar was made for. */
    readonly unit?: string;
  }) => void;
  readonly stop: () => void;
}

/** A bar on a terminal, a line now and then in a log. `unit` is what is counted. */
export function createProgressBar(stream: NodeJS.WriteStream, unit = "bases"): ProgressBar {
  const bar = new cliProgress.SingleBar({
    format: `{bar} {value}/{total} {unit}  {what}  {eta_formatted} left`,
    stream,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
  });
  let total: number | undefined;
  return {
    update({ what, done, of, unit: own = unit }) {
      if (of !== total || done <= 1) {
        if (total !== undefined) bar.stop();
        total = of;
        bar.start(of, done, { what, unit: own });
      } else bar.update(done, { what, unit: own });
    },
    stop: () => bar.stop(),
  };
}
