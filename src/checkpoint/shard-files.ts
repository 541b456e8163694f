import { MalformedFileError } from "../errors/index.ts";
import { MAX_WEIGHT_SHARDS } from "../limits.ts";

/** What transformers calls the list of a sharded checkpoint's files. */
export const SHARD_INDEX = "model.safetensors.index.json";

/** Which shard holds each tensor, as the text of an index says. Throws: MalformedFileError naming `file`. */
export function parseShardIndex(file: string, text: string): ReadonlyMap<string, string> {
  const wrong = (fact: string) =>
    new MalformedFileError({
      file,
      fact,
      hint: "Hint: fetch it again, or save the model as one file: save_pretrained(DIR, max_shard_size='100GB').",
    });
  let index: unknown;
  try {
    index = JSON.parse(text);
  } catch (cause) {
    throw wrong(`is not JSON (${(cause as Error).message})`);
  }
  const map = (index as { readonly weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== "object" || map === null || Array.isArray(map)) throw wrong("has no object weight_map");
  const shards = new Map<string, string>();
  for (const [tensor, shard] of Object.entries(map as Record<string, unknown>)) {
    // a file beside the index: no path leads out of the folder
    if (typeof shard !== "string" || !/^[\w][\w.-]*\.safetensors$/.test(shard))
      throw wrong(`places ${tensor} in ${JSON.stringify(shard)}, which is no safetensors file beside it`);
    shards.set(tensor, shard);
  }
  if (shards.size === 0) throw wrong("names no tensor");
  const files = new Set(shards.values()).size;
  if (files > MAX_WEIGHT_SHARDS) throw wrong(`names ${files} files; at most ${MAX_WEIGHT_SHARDS} are read`);
  return shards;
}

/**
 * The files that the text of an index names, each once, in the order of their names.
 *
 * Throws: MalformedFileError naming `file`, also for names that are no file beside it.
 */
export function shardFiles(file: string, text: string): readonly string[] {
  return [...new Set(parseShardIndex(file, text).values())].sort();
}
