import { open, stat, symlink } from "node:fs/promises";
import { HubTokenError, MalformedFileError } from "../errors/index.ts";
import { homeFolder } from "../files/home-folder.ts";
import { readText } from "../files/read-text.ts";
import { HUB_STALL_MS } from "../limits.ts";
import { clean, HUB_URL, type HubEnvironment, hubEnvironment } from "./hub-environment.ts";

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
    environment: own.environment ?? hubEnvironment(process.env, homeFolder()),
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

/** What is sent to the Hub's own address to say who asks. */
export interface HubCredentials {
  /** The value of the header. */
  readonly authorization: string;
  /** What was found, as errors name it: a variable or a file. */
  readonly from: string;
  readonly kind: "token" | "password";
  /** None of these may stand in a sentence. */
  readonly secrets: readonly string[];
}

/** Tools whose user was told of a strange token. */
const told = new WeakSet<HubTools>();

/**
 * The credentials to send: user and password of the endpoint, else the token from a variable or the token file; null
 * when there are none. Tokens are sent as they are: those of mirrors have forms of their own.
 *
 * Throws: HubTokenError when what is found cannot stand in a header.
 */
export async function hubCredentials(tools: HubTools): Promise<HubCredentials | null> {
  const { environment } = tools;
  if (environment.basic != null) return basicCredentials(environment.basic, environment.token);
  const token = environment.token ?? (await tokenOfFile(environment.tokenFile));
  if (token === null) return null;
  if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(token.value)) throw new HubTokenError({ from: token.from });
  if (environment.endpoint === HUB_URL && !/^hf_[\w.-]+$/.test(token.value) && !told.has(tools)) {
    told.add(tools);
    tools.warn(
      `The token from ${token.from} does not begin with "hf_", as the Hub's do; it is sent as it is.`,
    );
  }
  return {
    authorization: `Bearer ${token.value}`,
    from: token.from,
    kind: "token",
    secrets: [token.value],
  };
}

function basicCredentials(basic: string, unsent: HubEnvironment["token"]): HubCredentials {
  const password = basic.slice(basic.indexOf(":") + 1);
  const encoded = Buffer.from(basic).toString("base64");
  return {
    authorization: `Basic ${encoded}`,
    from: "HF_ENDPOINT",
    kind: "password",
    secrets: [password === "" ? basic.slice(0, -1) : password, encoded, unsent?.value ?? ""],
  };
}

/** Longest token file that is read, bytes: a JWT has one or two thousand. */
const TOKEN_FILE_BYTES = 65_536;

/** The token in a file; null where there is no such file, or it holds none. Throws: HubTokenError for what is no text. */
async function tokenOfFile(file: string | null): Promise<HubEnvironment["token"]> {
  if (file === null) return null;
  const facts = await stat(file).catch(() => null);
  if (facts === null || !facts.isFile() || facts.size > TOKEN_FILE_BYTES) return null;
  const text = await readText(file, {
    what: "the file of the Hub token",
    hint: "Hint: public repositories need none.",
  }).catch((cause: unknown) => {
    if (cause instanceof MalformedFileError) throw new HubTokenError({ from: file });
    return ""; // public repositories need none
  });
  const value = clean(text);
  return value === "" ? null : { value, from: file };
}

/** What fsync says where a file system has none. */
const NO_SYNC = ["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

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
      } catch (error) {
        if (!NO_SYNC.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      } finally {
        await handle.close();
      }
    },
  };
}
