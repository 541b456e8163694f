import { join } from "node:path";
import { UnsupportedConfigError } from "../errors/index.ts";
import { readJsonObject } from "../files/read-json.ts";
import { FAMILIES } from "../model/families/index.ts";
import type { ConfigFields, ModelFamily } from "../model/family.ts";

/** A model directory's config.json, and the family that its model_type names. */
export interface ReadConfig {
  readonly file: string;
  readonly fields: ConfigFields;
  readonly family: ModelFamily;
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
  const family = families.find(({ modelType }) => modelType === fields["model_type"]);
  if (!family)
    throw new UnsupportedConfigError({
      file,
      field: "model_type",
      got: fields["model_type"],
      want: families.map(({ modelType }) => JSON.stringify(modelType)).join(" or "),
    });
  return { file, fields, family };
}
