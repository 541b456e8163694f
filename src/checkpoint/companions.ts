import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { MalformedFileError } from "../errors/index.ts";
import { readTextIfThere } from "../files/read-text.ts";

/** A model that stands beside another: an earlier checkpoint of its training, another size. */
export interface Companion {
  readonly dir: string;
  /** sha256 of its weights file, hex. */
  readonly weights: string;
}

/** The models beside one, by name, and a digest of which they are; null where nothing is said of any. */
export interface Companions {
  readonly of: ReadonlyMap<string, Companion>;
  readonly digest: string;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const HINT =
  'Hint: it holds { "<name>": { "folder": "<from this file>", "weights": "<sha256 of model.safetensors>" } }, names in kebab case.';

/**
 * What `companions.json` in a model's directory says: the models that stand beside it.
 *
 * Throws: MalformedFileError for a file that holds anything else; MissingFileError for one that cannot be read.
 */
export async function readCompanions(modelDir: string): Promise<Companions | null> {
  const file = join(modelDir, "companions.json");
  const text = await readTextIfThere(file, { what: "the list of models beside this one", hint: HINT });
  if (text === null) return null;
  const refuse = (fact: string) => new MalformedFileError({ file, fact, hint: HINT });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw refuse(`is not JSON (${(cause as Error).message})`);
  }
  if (!isRecord(parsed)) throw refuse("is not an object");
  const of = new Map<string, Companion>();
  for (const [name, entry] of Object.entries(parsed)) {
    if (!NAME.test(name)) throw refuse(`names a model "${name}"`);
    const { folder, weights } = isRecord(entry) ? entry : {};
    if (typeof folder !== "string" || folder === "") throw refuse(`says no folder of "${name}"`);
    if (typeof weights !== "string" || !/^[0-9a-f]{64}$/.test(weights))
      throw refuse(`says no sha256 of the weights of "${name}"`);
    of.set(name, { dir: join(dirname(file), folder), weights });
  }
  const listed = [...of].map(([name, { weights }]) => [name, weights]).sort();
  return { of, digest: createHash("sha256").update(JSON.stringify(listed)).digest("hex") };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
