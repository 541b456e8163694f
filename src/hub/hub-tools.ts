import { open, readFile, symlink } from "node:fs/promises";
import { homedir } from "node:os";
import { HubTokenError } from "../errors/index.ts";
import { HUB_STALL_MS } from "../limits.ts";
import { clean, type HubEnvironment, hubEnvironment } from "./hub-environment.ts";

/** How much of a file is there. */
export interface HubProgress {
  /** `org/name@revision path`. */
  readonly file: string;
  readonly have: number;
  readonly size: number;
}

/** A file that grows at its end. */
export interface AppendFile {
  write(bytes: Uint8Array): Promise<void>;
  truncate(): Promise<void>;
  /** Closes the file once its bytes are on the disk. */
  close(): Promise<void>;
}

/** Everything of the outside world that fetching touches; tests hand in their own. */
export interface HubTools {
  readonly environment: HubEnvironment;
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** After this long without a byte a connection is dropped, ms. */
  readonly stallMs: number;
  readonly openAppend: (path: string) => Promise<AppendFile>;
  readonly symlink: (target: string, path: string) => Promise<void>;
  readonly onProgress: (progress: HubProgress) => void;
  readonly warn: (sentence: string) => void;
}

/** The real outside world, with what `own` replaces. */
export function hubTools(own: Partial<HubTools> = {}): HubTools {
  return {
    environment: own.environment ?? hubEnvironment(process.env, homedir()),
    fetch,
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    stallMs: HUB_STALL_MS,
    openAppend,
    symlink: (target, path) => symlink(target, path),
    onProgress: () => undefined,
    warn: () => undefined,
    ...own,
  };
}

/**
 * The token to send: from a variable, else from the token file; null when there is none.
 *
 * Throws: HubTokenError when what is found cannot be a token.
 */
export async function hubToken(environment: HubEnvironment): Promise<HubEnvironment["token"]> {
  let token = environment.token;
  if (token === null && environment.tokenFile !== null) {
    const value = clean(await readFile(environment.tokenFile, "utf8").catch(() => "")); // no file: no token
    if (value !== "") token = { value, from: environment.tokenFile };
  }
  if (token !== null && !/^hf_\w+$/.test(token.value)) throw new HubTokenError({ from: token.from });
  return token;
}

async function openAppend(path: string): Promise<AppendFile> {
  const handle = await open(path, "a");
  return {
    async write(bytes) {
      for (let done = 0; done < bytes.length; )
        done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
    },
    truncate: () => handle.truncate(0),
    async close() {
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}
