import { readFile } from "node:fs/promises";
import { MalformedFileError } from "../errors/index.ts";
import { HUB_SHARDS } from "../limits.ts";
import { isFileName } from "./file-name.ts";

/**
 * The files that the index of a sharded checkpoint names, each once, in the order of their names.
 *
 * Throws: MalformedFileError for an index without a `weight_map`, for a part that is no safetensors file beside the
 * index, and for over HUB_SHARDS parts.
 */
export async function shardsOf(indexFile: string): Promise<readonly string[]> {
  const malformed = (fact: string) => new MalformedFileError({ file: indexFile, fact });
  let index: unknown;
  try {
    index = JSON.parse(await readFile(indexFile, "utf8"));
  } catch (cause) {
    throw malformed(`is not JSON (${(cause as Error).message})`);
  }
  const { weight_map: map } = (index ?? {}) as { weight_map?: unknown };
  if (typeof map !== "object" || map === null || Array.isArray(map)) throw malformed("has no weight_map");
  const parts = new Set<unknown>(Object.values(map));
  if (parts.size === 0) throw malformed("its weight_map is empty");
  if (parts.size > HUB_SHARDS) throw malformed(`names ${parts.size} parts; at most ${HUB_SHARDS} are read`);
  const isPart = (part: unknown): part is string =>
    typeof part === "string" && isFileName(part) && part.endsWith(".safetensors");
  const strange = [...parts].find((part) => !isPart(part));
  if (strange !== undefined)
    throw malformed(
      `names a part ${JSON.stringify(strange).slice(0, 80)}, which is no safetensors file beside it`,
    );
  return ([...parts] as string[]).sort();
}
