import { HubWriteError } from "../errors/index.ts";

/** Runs something that writes to the disk; its failure becomes a HubWriteError, with the variable that moves the cache. */
export async function written<T>(
  path: string,
  stillNeeded: number | null,
  write: () => Promise<T>,
  variable?: string,
): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (typeof code !== "string") throw cause;
    throw new HubWriteError({
      path,
      code,
      stillNeeded,
      ...(variable === undefined ? {} : { variable }),
      cause,
    });
  }
}
