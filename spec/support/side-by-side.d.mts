type Command = readonly [command: string, ...args: string[]];

/**
 * Runs commands in turn, and others in turn beside them, and gives the exit code of the first that failed; 0 where all
 * are well. Whoever is ended by a signal failed; after a signal to this process no further command begins.
 *
 * The first row writes as it goes. What the second writes waits until the first has ended, so that nothing is mixed;
 * `out` is where it goes then, by default stdout.
 */
export function sideBySide(
  first: readonly Command[],
  second: readonly Command[],
  out?: { readonly write: (bytes: Buffer) => unknown },
): Promise<number>;
