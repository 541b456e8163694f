import { setMaxListeners } from "node:events";
import {
  BagOfLatentsError,
  HubAccessError,
  HubAnswerError,
  HubConnectionError,
  HubNotFoundError,
  HubRangeError,
  HubRateLimitError,
  HubServerError,
} from "../errors/index.ts";
import { HUB_REDIRECTS } from "../limits.ts";
import { describeHubFile, type HubFile } from "./hub-file.ts";
import { type HubCredentials, type HubTools, hubCredentials } from "./hub-tools.ts";
import { shownAddress, shownCause, shownText } from "./shown.ts";

/** What the answers on the way to a file said in their headers; a redirect to storage says it, storage does not. */
interface HubHeaders {
  commit: string | null;
  /** The name of the contents: sha256 of a large file, the git hash of a small one. */
  etag: string | null;
  size: number | null;
}

/** One request to the Hub, over redirects, under a watch. */
export interface HubRequest {
  /** A `fetch` that answers with status 2xx or throws one of the Hub errors. */
  readonly fetch: typeof fetch;
  readonly headers: HubHeaders;
  /** What a server or the system said, as a sentence may quote it. */
  readonly shown: (text: string) => string;
  /** The error that ended the request, however the caller heard of it. */
  failure(cause: unknown): unknown;
  /** To be called whenever bytes arrive. */
  alive(): void;
  /** Ends the watch and drops the connection. */
  end(): void;
}

/**
 * Opens a request for one try.
 *
 * Token and password go to the Hub's own address and nowhere else, and into no sentence. Bytes are asked for unpacked, so that lengths and ranges
 * mean the file. Redirects are followed here, because the first answer names the commit and the contents.
 */
export async function hubRequest(file: HubFile, attempt: number, tools: HubTools): Promise<HubRequest> {
  const name = describeHubFile(file);
  const credentials = await hubCredentials(tools);
  const secrets = credentials?.secrets ?? [];
  const shown = (text: string) => shownText(text, secrets);
  const home = new URL(tools.environment.endpoint).origin;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // a listing has many pages under one watch
  const seen: HubHeaders = { commit: null, etag: null, size: null };
  let stalled = false;
  let failed: unknown;
  let timer: NodeJS.Timeout | undefined;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stalled = true;
      controller.abort();
    }, tools.stallMs);
  };
  const failure = (cause: unknown): unknown => {
    if (failed !== undefined) return failed;
    const why = shownCause(cause, secrets);
    const fact = stalled
      ? `nothing arrived for ${tools.stallMs / 1000} s`
      : `the connection broke (${why.message})`;
    return new HubConnectionError({ file: name, fact, attempt, cause: why });
  };

  async function over(input: string | URL, headers: Headers): Promise<Response> {
    let url = new URL(input);
    for (let hop = 0; hop <= HUB_REDIRECTS; hop++) {
      const own = new Headers(headers);
      own.set("accept-encoding", "identity");
      own.delete("authorization");
      if (credentials !== null && url.origin === home) own.set("authorization", credentials.authorization);
      alive();
      const answer = await tools.fetch(url, {
        headers: own,
        redirect: "manual",
        signal: controller.signal,
      });
      const location = answer.headers.get("location");
      const next = answer.status < 300 || answer.status >= 400 ? null : location;
      const target = next === null ? null : redirectTarget(next, url);
      if (url.origin === home) note(answer.headers, seen, target?.origin !== home);
      if (target === null) return answer;
      await answer.body?.cancel();
      url = target;
    }
    throw new HubAnswerError({ file: name, fact: `it redirects more than ${HUB_REDIRECTS} times` });
  }

  /** Throws: HubAnswerError for an address that is none, of another kind, or with a password in it. */
  function redirectTarget(location: string, from: URL): URL {
    const target = URL.canParse(location, from.href) ? new URL(location, from) : null;
    if (target === null || !/^https?:$/.test(target.protocol) || target.username || target.password)
      throw new HubAnswerError({ file: name, fact: `it redirects to "${shown(shownAddress(location))}"` });
    return target;
  }

  return {
    headers: seen,
    shown,
    alive,
    failure,
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      try {
        const answer = await over(input instanceof Request ? input.url : input, headers);
        const problem = problemOf(answer, { name, headers, attempt, credentials, now: tools.now() });
        if (problem === null) return answer;
        await answer.body?.cancel();
        throw problem;
      } catch (error) {
        failed = error instanceof BagOfLatentsError ? error : failure(error);
        throw failed;
      }
    },
  };
}

/** Keeps what a header says for the first time. The plain ETag of a redirect within the Hub is that of the redirect. */
function note(headers: Headers, seen: HubHeaders, last: boolean): void {
  const size = headers.get("x-linked-size");
  seen.commit ??= headers.get("x-repo-commit");
  seen.etag ??= bareEtag(headers.get("x-linked-etag") ?? (last ? headers.get("etag") : null));
  if (size !== null && /^\d{1,16}$/.test(size)) seen.size ??= Number(size);
}

/** `W/"abc"` and `"abc"` as `abc`. */
function bareEtag(etag: string | null): string | null {
  return etag === null ? null : etag.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
}

/** The error an answer's status means; null for 2xx. */
function problemOf(
  answer: Response,
  of: {
    name: string;
    headers: Headers;
    attempt: number;
    credentials: HubCredentials | null;
    now: number;
  },
): Error | null {
  const { name: file, attempt } = of;
  const code = answer.headers.get("x-error-code");
  const waitMs = retryAfterMs(answer.headers.get("retry-after"), of.now);
  if (answer.ok) return null;
  if (answer.status === 401 || answer.status === 403)
    return new HubAccessError({
      file,
      status: answer.status,
      gated: code === "GatedRepo",
      tokenFrom: of.credentials?.from ?? null,
      sent: of.credentials?.kind ?? "token",
    });
  if (answer.status === 404) return new HubNotFoundError({ file, missing: missingOf(code) });
  if (answer.status === 416) {
    const from = Number(/bytes=(\d+)-/.exec(of.headers.get("range") ?? "")?.[1] ?? 0);
    return new HubRangeError({ file, from, answer: "that there are none (416)", attempt });
  }
  if (answer.status === 429) return new HubRateLimitError({ file, waitMs, attempt });
  if (answer.status >= 500 || answer.status === 408)
    return new HubServerError({ file, status: answer.status, waitMs, attempt });
  return new HubAnswerError({ file, fact: `its status is ${answer.status}` });
}

function missingOf(code: string | null): "repository" | "revision" | "file" | "page" {
  if (code === "RepoNotFound") return "repository";
  if (code === "RevisionNotFound") return "revision";
  return code === "EntryNotFound" ? "file" : "page";
}

/** `Retry-After`, seconds or a date, in ms from now; null when it is missing or unreadable. */
function retryAfterMs(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
