/** Signals that ask a process to end: Ctrl-C, a scheduler or a shutdown, the terminal closed. */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Has a sentence said where a signal ends this process; null: nothing. Gives what takes it back. */
export type OnEnd = (lastWord: () => string | null) => () => void;

/** Says it on stderr, and ends as the signal would have ended. */
export const onSignal: OnEnd = (lastWord) => {
  const off = () => {
    for (const one of ENDING) process.off(one, end);
  };
  const end = (signal: NodeJS.Signals) => {
    off();
    const sentence = lastWord();
    if (sentence !== null) process.stderr.write(`\n${sentence}\n`);
    process.kill(process.pid, signal); // now with the handlers that were there before, or none
  };
  for (const one of ENDING) process.on(one, end);
  return off;
};
