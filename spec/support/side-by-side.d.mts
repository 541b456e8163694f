type Command = readonly [command: string, ...args: string[]];

/**
 * Runs two commands at once and gives the exit code of the first that failed; 0 where both are well. Whoever is ended by
 * a signal failed.
 *
 * The first writes as it goes. What the second writes waits until the first has ended, so that nothing is mixed; `out` is
 * where it goes then, by default stdout.
 */
export function sideBySide(
  first: Command,
  second: Command,
  out?: { readonly write: (bytes: Buffer) => unknown },
): Promise<number>;
