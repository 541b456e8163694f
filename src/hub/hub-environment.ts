import { isAbsolute, join, resolve } from "node:path";
import { HUB_URL } from "@huggingface/hub";
import { InvalidInputError } from "../errors/index.ts";

/** What the environment says about the Hub and its cache. */
export interface HubEnvironment {
  /** Folder of `models--org--name`, shared with Python. */
  readonly cacheDir: string;
  /** Address of the Hub or of a mirror, without a slash at its end. */
  readonly endpoint: string;
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
 *
 * An empty variable counts as unset (Python takes some of them as the current folder).
 * Throws: InvalidInputError when HF_ENDPOINT is no http address.
 */
export function hubEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  home: string,
): HubEnvironment {
  const get = (name: string) => (variables[name] === "" ? undefined : variables[name]);
  const folder = (path: string) => absolute(expand(path, variables, home));
  const hfHome = folder(get("HF_HOME") ?? join(get("XDG_CACHE_HOME") ?? join(home, ".cache"), "huggingface"));
  const tokenVariable = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"].find((name) => clean(get(name)) !== "");
  const implicit = !isTrue(get("HF_HUB_DISABLE_IMPLICIT_TOKEN"));
  return {
    cacheDir: folder(get("HF_HUB_CACHE") ?? get("HUGGINGFACE_HUB_CACHE") ?? join(hfHome, "hub")),
    endpoint: endpointOf(get("HF_ENDPOINT")),
    offline: isTrue(get("HF_HUB_OFFLINE") ?? get("TRANSFORMERS_OFFLINE")),
    token:
      implicit && tokenVariable !== undefined
        ? { value: clean(get(tokenVariable)), from: tokenVariable }
        : null,
    tokenFile: implicit ? folder(get("HF_TOKEN_PATH") ?? join(hfHome, "token")) : null,
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

function expand(path: string, variables: Readonly<Record<string, string | undefined>>, home: string): string {
  return path
    .replace(/^~(?=$|[\\/])/, () => home)
    .replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
      return variables[braced ?? bare ?? ""] ?? whole; // as Python: an unknown name stays as it is
    });
}

function endpointOf(value: string | undefined): string {
  if (value === undefined) return HUB_URL;
  if (!URL.canParse(value) || !["http:", "https:"].includes(new URL(value).protocol))
    throw new InvalidInputError({
      what: "HF_ENDPOINT",
      got: value,
      want: "the address of a Hub, starting with https:// or http://",
      hint: "Hint: unset HF_ENDPOINT to use the Hub itself.",
    });
  return value.replace(/\/+$/, "");
}
