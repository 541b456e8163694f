import {
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
import { type HubTools, hubToken } from "./hub-tools.ts";

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
 * The token goes to the Hub's own address and nowhere else. Bytes are asked for unpacked, so that lengths and ranges
 * mean the file. Redirects are followed here, because the first answer names the commit and the contents.
 */
export async function hubRequest(file: HubFile, attempt: number, tools: HubTools): Promise<HubRequest> {
  const name = describeHubFile(file);
  const token = await hubToken(tools.environment);
  const home = new URL(tools.environment.endpoint).origin;
  const controller = new AbortController();
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
    const fact = stalled
      ? `nothing arrived for ${tools.stallMs / 1000} s`
      : `the connection broke (${rootMessage(cause)})`;
    return new HubConnectionError({ file: name, fact, attempt, cause });
  };

  async function over(input: string | URL, headers: Headers): Promise<Response> {
    let url = new URL(input);
    for (let hop = 0; hop <= HUB_REDIRECTS; hop++) {
      const own = new Headers(headers);
      own.set("accept-encoding", "identity");
      own.delete("authorization");
      if (token !== null && url.origin === home) own.set("authorization", `Bearer ${token.value}`);
      alive();
      const answer = await tools.fetch(url, {
        headers: own,
        redirect: "manual",
        signal: controller.signal,
      });
      const location = answer.headers.get("location");
      const next = answer.status < 300 || answer.status >= 400 ? null : location;
      if (next !== null && !URL.canParse(next, url.href))
        throw new HubAnswerError({ file: name, fact: `it redirects to "${next}"` });
      const target = next === null ? null : new URL(next, url);
      if (url.origin === home) note(answer.headers, seen, target?.origin !== home);
      if (target === null) return answer;
      await answer.body?.cancel();
      url = target;
    }
    throw new HubAnswerError({ file: name, fact: `it redirects more than ${HUB_REDIRECTS} times` });
  }

  return {
    headers: seen,
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
        const problem = await problemOf(answer, { file, name, headers, attempt, token, now: tools.now() });
        if (problem === null) return answer;
        await answer.body?.cancel();
        throw problem;
      } catch (error) {
        failed = isHubError(error) ? error : failure(error);
        throw failed;
      }
    },
  };
}

function isHubError(error: unknown): boolean {
  return error instanceof Error && "hint" in error;
}

/** Keeps what a header says for the first time. The plain ETag of a redirect within the Hub is that of the redirect. */
function note(headers: Headers, seen: HubHeaders, last: boolean): void {
  const size = headers.get("x-linked-size");
  seen.commit ??= headers.get("x-repo-commit");
  seen.etag ??= bareEtag(headers.get("x-linked-etag") ?? (last ? headers.get("etag") : null));
  if (size !== null && /^\d+$/.test(size)) seen.size ??= Number(size);
}

/** `W/"abc"` and `"abc"` as `abc`. */
function bareEtag(etag: string | null): string | null {
  return etag === null ? null : etag.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
}

/** The error an answer's status means; null for 2xx. */
async function problemOf(
  answer: Response,
  of: {
    file: HubFile;
    name: string;
    headers: Headers;
    attempt: number;
    token: { readonly from: string } | null;
    now: number;
  },
): Promise<Error | null> {
  const { name: file, attempt } = of;
  const code = answer.headers.get("x-error-code");
  const waitMs = retryAfterMs(answer.headers.get("retry-after"), of.now);
  if (answer.ok) return null;
  if (answer.status === 401 || answer.status === 403)
    return new HubAccessError({
      file,
      status: answer.status,
      gated: code === "GatedRepo",
      tokenFrom: of.token?.from ?? null,
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

/** The innermost reason: Node says only "fetch failed" outside. */
function rootMessage(error: unknown): string {
  let inner = error;
  for (let depth = 0; depth < 5 && inner instanceof Error && inner.cause instanceof Error; depth++)
    inner = inner.cause;
  if (!(inner instanceof Error)) return String(inner);
  const code = (inner as NodeJS.ErrnoException).code;
  return inner.message === "" || code === undefined
    ? inner.message || String(code)
    : `${code}: ${inner.message}`;
}
