import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What can go wrong with one request; each is done once, to the next request it applies to. */
export type Fault = { readonly on: "info" | "bytes" | "list"; readonly times?: number } & (
  | { readonly kind: "status"; readonly status: number; readonly headers?: Record<string, string> }
  /** Sends this many bytes of the body, then destroys the connection. */
  | { readonly kind: "drop"; readonly after: number }
  /** Takes the request and never answers. */
  | { readonly kind: "silence" }
  /** Sends this many bytes of the body, then nothing, and keeps the connection open. */
  | { readonly kind: "stall"; readonly after: number }
  /** Destroys the connection before any answer. */
  | { readonly kind: "refuse" }
  /** Says Content-Length is smaller, and sends no more than that. */
  | { readonly kind: "announce-less"; readonly by: number }
  /** Says Content-Length is larger, sends the file and ends. */
  | { readonly kind: "announce-more"; readonly by: number }
  /** Appends bytes to the file, with a length to match. */
  | { readonly kind: "send-more"; readonly by: number }
  /** Sends other bytes of the same length. */
  | { readonly kind: "wrong-bytes" }
  /** Puts other contents in the file's place before answering. */
  | { readonly kind: "replace"; readonly contents: Buffer; readonly commit: string }
  | { readonly kind: "ignore-range" }
  /** Answers another range than the one asked for: without its first bytes, or as long but further on. */
  | { readonly kind: "shift-range"; readonly by: number; readonly whole?: boolean }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "without-headers"; readonly names: readonly string[] }
);

export interface SeenRequest {
  readonly host: "hub" | "storage";
  readonly kind: "info" | "bytes";
  readonly path: string;
  readonly range: string | null;
  readonly authorization: string | null;
}

interface Stored {
  contents: Buffer;
  /** Large files are redirected to the storage server and named by their sha256, small ones by their git hash. */
  readonly large: boolean;
}

interface Repo {
  /** What `main` stands for. */
  commit: string;
  files: Map<string, Stored>;
  /** Files of commits that `main` has left. */
  readonly older: Map<string, Map<string, Stored>>;
}

/**
 * A Hub on loopback: `/<repo>/resolve/<revision>/<path>` as @huggingface/hub asks for it, with the Hub's headers,
 * its redirect of large files to a storage server on another port, and the faults a spec puts in its way.
 */
export class HubServer {
  readonly faults: Fault[] = [];
  readonly seen: SeenRequest[] = [];
  readonly repos = new Map<string, Repo>();
  /** Large files are in Xet storage: the question about one is answered by the Hub itself, as JSON. */
  xet = false;
  /** Above 0: bodies are sent in eight pieces with this pause between them. */
  pieceMs = 0;
  /** The next body of over 1000 bytes that is sent in pieces waits for it before its last one. */
  held: Promise<unknown> | null = null;
  readonly #hub: Server;
  readonly #storage: Server;

  private constructor() {
    this.#hub = createServer((request, answer) => this.#answer("hub", request, answer));
    this.#storage = createServer((request, answer) => this.#answer("storage", request, answer));
  }

  static async start(): Promise<HubServer> {
    const server = new HubServer();
    for (const one of [server.#hub, server.#storage])
      await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#hub.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const one of [this.#hub, this.#storage]) {
      one.closeAllConnections();
      await new Promise((resolve) => one.close(resolve));
    }
  }

  /** Puts a file into a repository; `repo` is `org/name` or `datasets/org/name`. */
  put(repo: string, commit: string, path: string, contents: Buffer, large: boolean): void {
    const held = this.repos.get(repo) ?? { commit, files: new Map(), older: new Map() };
    held.files.set(path, { contents, large });
    this.repos.set(repo, held);
  }

  /** Moves `main` to a new commit with one file changed; the old commit stays. */
  move(repo: string, commit: string, path: string, contents: Buffer, large: boolean): void {
    const held = this.repos.get(repo)!;
    held.older.set(held.commit, held.files);
    held.files = new Map(held.files).set(path, { contents, large });
    held.commit = commit;
  }

  /** Requests of one kind, as `path range`. */
  log(kind: "info" | "bytes", host: "hub" | "storage" = "hub"): (string | null)[] {
    return this.seen.filter((one) => one.kind === kind && one.host === host).map((one) => one.range);
  }

  #answer(host: "hub" | "storage", request: IncomingMessage, answer: ServerResponse): unknown {
    const url = new URL(request.url ?? "/", this.url);
    const info = /xet-fileinfo/.test(request.headers.accept ?? "") || request.headers.range === "bytes=0-0";
    const kind = info ? "info" : "bytes";
    const range = request.headers.range ?? null;
    const path = decodeURIComponent(url.pathname);
    this.seen.push({ host, kind, path, range, authorization: request.headers.authorization ?? null });
    const tree = /^\/api\/(models|datasets)\/(.+?)\/tree\/([^/]+)(?:\/(.+))?$/.exec(path);
    if (tree !== null) return this.#list(tree, url, answer);
    const match = /^\/((?:datasets\/)?[^/]+(?:\/[^/]+)?)\/resolve\/([^/]+)\/(.+)$/.exec(path);
    const repo = this.repos.get(match?.[1] ?? "");
    const revision = match?.[2] ?? "";
    const fault = this.#takeFault(kind);
    if (fault?.kind === "replace" && repo !== undefined) {
      repo.commit = fault.commit;
      repo.files.set(match![3]!, { contents: fault.contents, large: true });
    }
    const files = revision === "main" || revision === repo?.commit ? repo?.files : repo?.older.get(revision);
    const file = files?.get(match?.[3] ?? "");
    if (fault?.kind === "refuse") return request.socket.destroy();
    if (fault?.kind === "silence") return undefined;
    if (fault?.kind === "status") {
      return answer.writeHead(fault.status, fault.headers).end("a fault");
    }
    if (fault?.kind === "redirect") return answer.writeHead(302, { location: fault.to }).end();
    if (repo === undefined) return missing(answer, "RepoNotFound");
    if (files === undefined) return missing(answer, "RevisionNotFound");
    if (file === undefined) return missing(answer, "EntryNotFound");
    const headers: Record<string, string> = {
      "x-repo-commit": revision === "main" ? repo.commit : revision,
      "x-linked-size": String(file.contents.length),
      "x-linked-etag": `"${etagOf(file)}"`,
      etag: host === "hub" && !file.large ? `W/"${etagOf(file)}"` : '"storage-etag"',
    };
    if (fault?.kind === "without-headers") for (const name of fault.names) delete headers[name];
    if (file.large && this.xet && /xet-fileinfo/.test(request.headers.accept ?? "")) {
      const link = `<${this.url}/auth>; rel="xet-auth", <${this.url}/parts>; rel="xet-reconstruction-info"`;
      const type = "application/vnd.xet-fileinfo+json";
      answer.writeHead(200, { ...headers, "content-type": type, "x-xet-hash": "ab", link }).end("{}");
      return undefined;
    }
    if (file.large && host === "hub") {
      const port = (this.#storage.address() as AddressInfo).port;
      if (fault !== undefined && fault.kind !== "without-headers")
        this.faults.unshift({ ...fault, times: 1 });
      answer.writeHead(302, { ...headers, location: `http://127.0.0.1:${port}${url.pathname}` }).end();
      return undefined;
    }
    return this.#send(
      answer,
      file.contents,
      range,
      fault,
      host === "hub" ? headers : { etag: '"storage-etag"' },
    );
  }

  /** Lists files two at a time, so that a reader must follow the link to the next page. */
  #list(tree: RegExpExecArray, url: URL, answer: ServerResponse): unknown {
    const fault = this.#takeFault("list");
    if (fault?.kind === "status") return answer.writeHead(fault.status, fault.headers).end("a fault");
    const [, type, name, revision, folder] = tree;
    const repo = this.repos.get(type === "datasets" ? `datasets/${name}` : name!);
    if (repo === undefined) return missing(answer, "RepoNotFound");
    const files = revision === "main" || revision === repo.commit ? repo.files : repo.older.get(revision!);
    if (files === undefined) return missing(answer, "RevisionNotFound");
    const all = [...files].filter(([path]) => folder === undefined || path.startsWith(`${folder}/`));
    const from = Number(url.searchParams.get("from") ?? 0);
    const page = all.slice(from, from + 2).map(([path, file]) => ({
      type: "file",
      path,
      size: file.contents.length,
    }));
    const next = `${this.url}${url.pathname}?from=${from + 2}`;
    const link: Record<string, string> = from + 2 < all.length ? { link: `<${next}>; rel="next"` } : {};
    return answer.writeHead(200, { "content-type": "application/json", ...link }).end(JSON.stringify(page));
  }

  #send(
    answer: ServerResponse,
    contents: Buffer,
    range: string | null,
    fault: Fault | undefined,
    headers: Record<string, string>,
  ): unknown {
    const asked = /^bytes=(\d+)-(\d+)$/.exec(range ?? "");
    let [start, end] = asked ? [Number(asked[1]), Number(asked[2])] : [0, contents.length - 1];
    end = Math.min(end, contents.length - 1);
    if (fault?.kind === "shift-range") {
      start += fault.by;
      if (fault.whole === true) end = Math.min(end + fault.by, contents.length - 1);
    }
    const whole = asked === null || fault?.kind === "ignore-range";
    if (!whole && start > end) {
      return answer.writeHead(416, { "content-range": `bytes */${contents.length}` }).end();
    }
    let body = whole ? contents : contents.subarray(start, end + 1);
    if (fault?.kind === "send-more") body = Buffer.concat([body, Buffer.alloc(fault.by, 7)]);
    if (fault?.kind === "announce-less") body = body.subarray(0, body.length - fault.by);
    if (fault?.kind === "wrong-bytes") body = Buffer.from(body.map((byte) => byte ^ 1));
    const announced = body.length + (fault?.kind === "announce-more" ? fault.by : 0);
    answer.writeHead(whole ? 200 : 206, {
      ...headers,
      "content-length": String(announced),
      ...(whole ? {} : { "content-range": `bytes ${start}-${end}/${contents.length}` }),
    });
    if (fault?.kind === "drop" || fault?.kind === "stall") {
      const close = fault.kind === "drop";
      answer.write(body.subarray(0, fault.after), () => close && answer.socket?.end());
      return undefined;
    }
    if (fault?.kind === "announce-more") return answer.write(body, () => answer.socket?.end());
    return this.pieceMs > 0 ? this.#sendSlowly(answer, body) : answer.end(body);
  }

  async #sendSlowly(answer: ServerResponse, body: Buffer): Promise<void> {
    const step = Math.ceil(body.length / 8);
    const held = body.length > 1000 ? this.held : null;
    if (held) this.held = null;
    for (let done = 0; done < body.length; done += step) {
      if (done + step >= body.length) await held;
      answer.write(body.subarray(done, done + step));
      await new Promise((resolve) => setTimeout(resolve, this.pieceMs));
    }
    answer.end();
  }

  #takeFault(kind: Fault["on"]): Fault | undefined {
    const index = this.faults.findIndex((fault) => fault.on === kind);
    const fault = this.faults[index];
    if (fault === undefined) return undefined;
    const left = (fault.times ?? 1) - 1;
    if (left > 0) this.faults[index] = { ...fault, times: left };
    else this.faults.splice(index, 1);
    return fault;
  }
}

function missing(answer: ServerResponse, code: string): unknown {
  return answer.writeHead(404, { "x-error-code": code }).end("not found");
}

function etagOf(file: Stored): string {
  return file.large ? sha256(file.contents) : gitHash(file.contents);
}

export function sha256(contents: Buffer): string {
  return createHash("sha256").update(contents).digest("hex");
}

export function gitHash(contents: Buffer): string {
  return createHash("sha1").update(`blob ${contents.length}\0`).update(contents).digest("hex");
}
