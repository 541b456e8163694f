import { MalformedFileError, ShapeMismatchError } from "../../errors/index.ts";
import type { ModelConfig, ModelFamily } from "../../model/family.ts";
import { checkFloat } from "../safetensors.ts";
import type { StoredTensor } from "./published-weights.ts";

/** The rows that training pads a vocabulary to. */
const PADDED_TO = 64;

/**
 * The tensors that a configuration needs, by bare name, each there, of the right shape and a float.
 *
 * Throws: MalformedFileError, ShapeMismatchError.
 */
export function usedTensors(
  stored: ReadonlyMap<string, StoredTensor>,
  wanted: { readonly family: ModelFamily; readonly config: ModelConfig; readonly configFile: string },
  file: string,
): ReadonlyMap<string, StoredTensor> {
  const { family, config, configFile } = wanted;
  const used = new Map<string, StoredTensor>();
  for (const [name, shape] of family.tensors(config)) {
    const tensor = stored.get(name);
    if (tensor === undefined) throw missing(name, stored, family, file);
    const { entry } = tensor;
    if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i]))
      throw new ShapeMismatchError({
        left: `${entry.name} in ${tensor.file.path}`,
        leftShape: entry.shape,
        right: `the same tensor by ${configFile}`,
        rightShape: shape,
        ...paddedHint(entry.shape, shape, config),
      });
    checkFloat(tensor.file.path, entry);
    used.set(name, tensor);
  }
  return used;
}

function missing(
  name: string,
  stored: ReadonlyMap<string, StoredTensor>,
  family: ModelFamily,
  file: string,
): MalformedFileError {
  const names = [...stored.values()].map(({ entry }) => entry.name);
  const alike = names.filter((other) => other.endsWith(`.${name}`));
  const there = (alike.length > 0 ? alike : names).slice(0, 3).join(", ");
  return new MalformedFileError({
    file,
    fact: `has no tensor ${name}`,
    hint:
      name === family.names.head
        ? `Hint: without it the unembedding is ${family.names.tiedTo ?? "not known"}, which config.json says with "tie_word_embeddings": true.`
        : `Hint: the file holds ${names.length} tensors${there === "" ? "" : ` such as ${there}`}; check that it belongs to the config beside it and that its names are those of a Hugging Face ${family.title}.`,
  });
}

/** A vocabulary padded for speed has rows that no token has; they would count in every softmax. */
function paddedHint(
  stored: readonly number[],
  wanted: readonly number[],
  { vocabulary }: ModelConfig,
): { readonly hint?: string } {
  const [rows = 0, ...rest] = stored;
  const padded =
    wanted[0] === vocabulary &&
    rows > vocabulary &&
    rows % PADDED_TO === 0 &&
    rest.join() === wanted.slice(1).join();
  if (!padded) return {};
  return {
    hint: `Hint: ${rows} is a multiple of ${PADDED_TO}: the vocabulary of ${vocabulary} was padded. Cut the tensor to its first ${vocabulary} rows, or set vocab_size to ${rows} if the added tokens shall count in every prediction.`,
  };
}
