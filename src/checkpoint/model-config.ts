import { join } from "node:path";
import { UnsupportedConfigError } from "../errors/index.ts";
import { readJsonObject } from "../files/read-json.ts";
import { FAMILIES } from "../model/families/index.ts";
import type { ConfigFields, ModelFamily } from "../model/family.ts";

/** A model directory's config.json, and the family that its model_type or, without one, its architectures name. */
export interface ReadConfig {
  readonly file: string;
  readonly fields: ConfigFields;
  readonly family: ModelFamily;
  /** What is assumed where it is silent, one sentence each. */
  readonly remarks: readonly string[];
}

/** Throws: MissingFileError, MalformedFileError; UnsupportedConfigError for a model_type that is none of `families`. */
export async function readModelConfig(
  dir: string,
  families: readonly ModelFamily[] = FAMILIES,
): Promise<ReadConfig> {
  const file = join(dir, "config.json");
  const titles = families.map(({ title }) => title).join(" or ");
  const fields = await readJsonObject(
    file,
    "the model's configuration",
    `Hint: --model takes a Hugging Face ${titles} directory with config.json and model.safetensors.`,
  );
  const { model_type: modelType, architectures } = fields;
  const family =
    modelType == null
      ? families.find((one) => isOnly(architectures, one.architectures ?? []))
      : families.find((one) => one.modelType === modelType);
  if (!family)
    throw new UnsupportedConfigError({
      file,
      field: "model_type",
      got: modelType,
      want: families.map((one) => JSON.stringify(one.modelType)).join(" or "),
    });
  return { file, fields, family, remarks: family.assumptions?.(fields) ?? [] };
}

/** Whether `architectures` lists something, and nothing but these. */
function isOnly(listed: unknown, known: readonly string[]): boolean {
  return Array.isArray(listed) && listed.length > 0 && listed.every((name) => known.includes(name));
}
