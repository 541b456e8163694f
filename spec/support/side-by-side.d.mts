type Command = readonly [command: string, ...args: string[]];

/**
 * Runs some commands one after another and another beside them, and gives the exit code of the first that failed; 0 where
 * all are well. Whoever is ended by a signal failed; after a signal to this process no further command begins.
 *
 * Those in turn write as they go. What the one beside them writes waits until they have ended, so that nothing is mixed;
 * `out` is where it goes then, by default stdout.
 */
export function sideBySide(
  inTurn: readonly Command[],
  beside: Command,
  out?: { readonly write: (bytes: Buffer) => unknown },
): Promise<number>;
