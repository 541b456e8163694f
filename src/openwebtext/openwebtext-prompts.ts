import { join } from "node:path";
import type { BagOfLatentsError } from "../errors/index.ts";
import { defaultCacheDirectory } from "../files/cache-directory.ts";
import { repoFolder } from "../hub/hub-file.ts";
import { type HubTools, hubTools } from "../hub/hub-tools.ts";
import { isKnownModel } from "../hub/resolve-release.ts";
import { GPT2_SMALL_DIGEST } from "../model/published-weights.ts";
import type { PromptSource } from "../prompts/prompt-source.ts";
import { drawFromRowGroups } from "../prompts/row-group-prompts.ts";
import { FIRST_GROUPS } from "../prompts/row-groups.ts";
import { dataFile, OPENWEBTEXT, openDataSet, type TokenDataSet } from "./data-set.ts";
import { type FetchProgress, fetchedRowGroups } from "./fetched-row-groups.ts";
import { keptPieces } from "./kept-pieces.ts";

export interface OpenWebTextOptions {
  /** Tokens of a prompt. */
  readonly tokens: number;
  /** Token ids of the model are below this. */
  readonly vocabulary: number;
  readonly onProgress: FetchProgress;
  /** Told about damage that is repaired; it is not an error. */
  readonly onWarning: (warning: BagOfLatentsError) => void;
  readonly set?: TokenDataSet;
  readonly tools?: HubTools;
  /** Holds hub-lock.json, and the rows in prompts/; default: the user's cache folder. */
  readonly cache?: string;
}

/**
 * Prompts as the authors took them: the first tokens of random rows of OpenWebText, without BOS.
 *
 * The authors drew from all rows. Here rows come from few random row groups, fetched by ranges, which the notes say.
 * Drawing throws: as `openDataSet`, `fetchedRowGroups` and `drawFromRowGroups`; HubWriteError.
 */
export function openWebTextPrompts(options: OpenWebTextOptions): PromptSource {
  const { set = OPENWEBTEXT, tools = hubTools(), cache = defaultCacheDirectory() } = options;
  const repository = dataFile(set, "");
  const piecesAt = (commit: string) =>
    keptPieces(
      join(cache, "prompts", repoFolder(repository), commit),
      `${set.repo}@${commit}`,
      options.onWarning,
    );
  return {
    description: `${set.name} (${set.repo})`,
    async draw(rng, want) {
      const opened = await openDataSet(set, { tools, lockFile: join(cache, "hub-lock.json"), piecesAt });
      const rows = fetchedRowGroups({ ...options, set, opened, tools, pieces: piecesAt(opened.commit) });
      const { groups, short, ...prompts } = await drawFromRowGroups(rng, want, rows);
      const drawn = groups.reduce((sum, { bytes }) => sum + bytes, 0);
      const all = opened.files.reduce((sum, { bytes }) => sum + bytes, 0);
      return {
        ...prompts,
        notes: [
          `Prompts are the first ${options.tokens} tokens of rows of ${set.repo}, commit ${opened.commit.slice(0, 12)}. The authors drew from all rows; here they come from ${groups.length} random row groups (${megabytes(drawn)} of ${megabytes(all)} MB): at most one row in ten, no base and target from one group, the covariance from other rows of ${groups.length > FIRST_GROUPS ? `the first ${FIRST_GROUPS}` : "the same groups"}.`,
          ...(short > 0
            ? [`${short} rows of these groups have fewer than ${options.tokens} tokens and were left out.`]
            : []),
        ],
      };
    },
  };
}

/**
 * Whether a model takes these prompts when none are given: GPT-2 small by its weights, and every published GPT-2 by
 * the name it was fetched under. `name`: null for a directory.
 */
export function takesOpenWebText(weightsDigest: string, name: string | null): boolean {
  return weightsDigest === GPT2_SMALL_DIGEST || (name !== null && isKnownModel(name));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
}
