import { isAbsolute, join, resolve } from "node:path";
import { InvalidInputError } from "../errors/index.ts";
import { shownAddress } from "./shown.ts";

/** The Hub's own address, as its library has it; the library is loaded where something is fetched. */
export const HUB_URL = "https://huggingface.co";

/** What the environment says about the Hub and its cache. */
export interface HubEnvironment {
  /** Folder of `models--org--name`, shared with Python. */
  readonly cacheDir: string;
  /** Address of the Hub or of a mirror, without user and password, and without a slash at its end. */
  readonly endpoint: string;
  /** User and password of a mirror behind basic authentication, "user:password"; null or missing: none. */
  readonly basic?: string | null;
  /** True: nothing is fetched. */
  readonly offline: boolean;
  /** The token, and the variable it stands in; null when no variable holds one. */
  readonly token: { readonly value: string; readonly from: string } | null;
  /** Where a token is looked for when no variable holds one; null when tokens are only sent on demand. */
  readonly tokenFile: string | null;
}

/**
 * Reads the environment in the order of Python's huggingface_hub (its `constants.py` and `_get_token`).
 *
 * - Cache: HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME/hub, XDG_CACHE_HOME/huggingface/hub, ~/.cache/huggingface/hub.
 * - Token: HF_TOKEN, HUGGING_FACE_HUB_TOKEN, the file HF_TOKEN_PATH, the file HF_HOME/token; none at all when
 *   HF_HUB_DISABLE_IMPLICIT_TOKEN is true.
 * - Offline: HF_HUB_OFFLINE, else TRANSFORMERS_OFFLINE; 1, on, yes and true count.
 * - `~`, `$NAME` and `${NAME}` in folders are expanded.
 * - User and password in HF_ENDPOINT are sent as basic authentication, as Python's requests does; no token is then.
 *
 * An empty variable counts as unset (Python takes some of them as the current folder). `home`: null for a user without
 * one; then a cache that needs it is asked for in vain, which throws InvalidInputError, while directories are still read.
 * Throws: InvalidInputError when HF_ENDPOINT is no http address.
 */
export function hubEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  home: string | null,
): HubEnvironment {
  const get = (name: string) => (variables[name] === "" ? undefined : variables[name]);
  const folder = (path: string) => absolute(expand(path, variables, home));
  const userCache = get("XDG_CACHE_HOME") ?? (home === null ? null : join(home, ".cache"));
  const ownHfHome = get("HF_HOME") ?? (userCache === null ? null : join(userCache, "huggingface"));
  const hfHome = ownHfHome === null ? null : folder(ownHfHome);
  const cacheDir =
    get("HF_HUB_CACHE") ?? get("HUGGINGFACE_HUB_CACHE") ?? (hfHome === null ? null : join(hfHome, "hub"));
  const tokenVariable = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"].find((name) => clean(get(name)) !== "");
  const implicit = !isTrue(get("HF_HUB_DISABLE_IMPLICIT_TOKEN"));
  const tokenFile = get("HF_TOKEN_PATH") ?? (hfHome === null ? null : join(hfHome, "token"));
  const rest = {
    ...endpointOf(get("HF_ENDPOINT")),
    offline: isTrue(get("HF_HUB_OFFLINE") ?? get("TRANSFORMERS_OFFLINE")),
    token:
      implicit && tokenVariable !== undefined
        ? { value: clean(get(tokenVariable)), from: tokenVariable }
        : null,
    tokenFile: implicit && tokenFile !== null ? folder(tokenFile) : null,
  };
  return cacheDir === null ? withoutCache(rest) : { cacheDir: folder(cacheDir), ...rest };
}

/** The environment of a user without a home: only what is of the Hub needs one. */
function withoutCache(rest: Omit<HubEnvironment, "cacheDir">): HubEnvironment {
  return {
    ...rest,
    get cacheDir(): string {
      throw new InvalidInputError({
        what: "the folder for files of the Hub",
        got: null,
        want: "named, since this user has no home folder",
        hint: "Hint: set HF_HOME to a folder you may write.",
      });
    },
  };
}

/** A token as it is meant: without the line end that files and shells leave. */
export function clean(token: string | undefined): string {
  return (token ?? "").replace(/[\r\n]/g, "").trim();
}

function isTrue(value: string | undefined): boolean {
  return ["1", "ON", "YES", "TRUE"].includes((value ?? "").toUpperCase());
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}

function expand(
  path: string,
  variables: Readonly<Record<string, string | undefined>>,
  home: string | null,
): string {
  return path
    .replace(/^~(?=$|[\\/])/, (tilde) => home ?? tilde)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return variables[braced ?? bare ?? ""] ?? whole; // as Python: an unknown name stays as it is
    });
}

/** The endpoint without user and password, and those. */
function endpointOf(value: string | undefined): Pick<HubEnvironment, "endpoint" | "basic"> {
  if (value === undefined) return { endpoint: HUB_URL, basic: null };
  const address = URL.canParse(value) ? new URL(value) : null;
  if (address === null || !/^https?:$/.test(address.protocol) || address.search !== "" || address.hash !== "")
    throw new InvalidInputError({
      what: "HF_ENDPOINT",
      got: shownAddress(value),
      want: "the address of a Hub, starting with https:// or http://, without ? and # (in a password: %3F and %23)",
      hint: "Hint: unset HF_ENDPOINT to use the Hub itself.",
    });
  const { username, password } = address;
  if (username === "" && password === "") return { endpoint: value.replace(/\/+$/, ""), basic: null };
  address.username = "";
  address.password = "";
  return { endpoint: address.href.replace(/\/+$/, ""), basic: `${decoded(username)}:${decoded(password)}` };
}

/** A part of an address as it was meant; one with a lone % as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
