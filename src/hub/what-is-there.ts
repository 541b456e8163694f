import { HubNotFoundError } from "../errors/index.ts";
import { NAMES_IN_A_SENTENCE } from "../limits.ts";
import type { HubTools } from "./hub-tools.ts";
import { listOnce } from "./list-files.ts";
import type { Resolved } from "./resolve-release.ts";
import { shownText } from "./shown.ts";

/** An SAE's configuration, in its folder. */
const SAE_CONFIG = /(?:^|\/)cfg\.json$/;

/**
 * The error with what the repository holds instead: for an SAE its folders with a cfg.json, for a model its files.
 *
 * The list is asked for once; where it cannot be had the error stays as it is.
 */
export async function withWhatIsThere(
  error: unknown,
  { files: [first] }: Extract<Resolved, { from: "hub" }>,
  tools: HubTools,
): Promise<unknown> {
  if (!(error instanceof HubNotFoundError) || error.missing !== "file" || first === undefined) return error;
  const { repo, type, revision } = first;
  const there = await listOnce({ repo, type, revision }, 1, tools).catch(() => null);
  if (there === null) return error;
  const paths = there.map(({ path }) => path);
  const isSae = SAE_CONFIG.test(first.path);
  const names = isSae
    ? paths.filter((path) => SAE_CONFIG.test(path)).map((path) => `${repo}/${path.replace(SAE_CONFIG, "")}`)
    : paths.filter((path) => !path.includes("/"));
  const { file } = error;
  return new HubNotFoundError({
    file,
    missing: "file",
    there: { what: isSae ? "sae" : "model", ...some(names) },
  });
}

/** The first names, and how many are left out. */
function some(names: readonly string[]): { names: readonly string[]; more: number } {
  const shown = names.slice(0, NAMES_IN_A_SENTENCE).map((name) => shownText(name.replace(/\/$/, "")));
  return { names: shown, more: names.length - shown.length };
}
