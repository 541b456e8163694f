import { existsSync } from "node:fs";
import { join } from "node:path";
import { UnsupportedConfigError } from "../../errors/index.ts";
import { readJsonObject } from "../../files/read-json.ts";
import { parseSaeConfig, type SaeConfig } from "../sae-config.ts";
import { SAE_FILES } from "./sae-files.ts";
import { type SaeLayout, saeLayout } from "./sae-layout.ts";
import { parseSparsifyConfig } from "./sparsify-config.ts";

/** An SAE folder's configuration, and whose layout the folder has. */
export interface ReadSaeConfig {
  readonly file: string;
  readonly layout: SaeLayout;
  readonly config: SaeConfig;
}

/**
 * Reads an SAE's configuration without its weights.
 *
 * Throws: as `saeLayout`, `parseSaeConfig` and `parseSparsifyConfig`; MalformedFileError for what is not JSON.
 */
export async function readSaeConfig(dir: string): Promise<ReadSaeConfig> {
  const layout = await saeLayout(dir);
  const file = join(dir, SAE_FILES.config);
  const fields = await readJsonObject(
    file,
    "the SAE's configuration",
    `Hint: --sae takes a folder with ${SAE_FILES.config} and ${SAE_FILES.weights}.`,
  );
  switch (layout) {
    case "saelens":
      return { file, layout, config: parseSaeConfig(file, fields, { scaler: await readScaler(dir) }) };
    case "sparsify":
      return { file, layout, config: parseSparsifyConfig(file, fields, dir) };
    default:
      return layout satisfies never;
  }
}

/** The factor of `activation_scaler.json`; null where there is none, or where it is folded into the weights (null). */
async function readScaler(dir: string): Promise<number | null> {
  const file = join(dir, SAE_FILES.scaler);
  if (!existsSync(file)) return null;
  const hint = `Hint: ${SAE_FILES.scaler} is written by SAELens; fetch or write it again.`;
  const { scaling_factor: factor } = await readJsonObject(file, "the SAE's activation scaler", hint);
  if (factor === null) return null;
  if (typeof factor !== "number" || !(factor > 0))
    throw new UnsupportedConfigError({
      file,
      field: "scaling_factor",
      got: factor,
      want: "a number above 0, or null where it is folded into the weights",
      hint,
    });
  return factor;
}
