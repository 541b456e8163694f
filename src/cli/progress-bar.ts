import cliProgress from "cli-progress";

/** Tells how far a run is. Drawn when it is told something: onnxruntime blocks timers. */
export interface ProgressBar {
  readonly update: (progress: { readonly what: string; readonly done: number; readonly of: number }) => void;
  readonly stop: () => void;
}

/** A bar on a terminal, a line now and then in a log. */
export function createProgressBar(stream: NodeJS.WriteStream): ProgressBar {
  const bar = new cliProgress.SingleBar({
    format: "{bar} {value}/{total} bases  {what}  {eta_formatted} left",
    stream,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
    hideCursor: true,
    clearOnComplete: true,
    barsize: 24,
  });
  let current = "";
  return {
    update({ what, done, of }) {
      if (what !== current) {
        if (current !== "") bar.stop();
        current = what;
        bar.start(of, done, { what });
      } else bar.update(done, { what });
    },
    stop: () => bar.stop(),
  };
}
