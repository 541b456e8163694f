import { MalformedFileError } from "../../errors/index.ts";
import type { ModelFamily } from "../../model/family.ts";
import type { PublishedWeights, StoredTensor } from "./published-weights.ts";

/** What parallel training (`module.`) and torch.compile (`_orig_mod.`) put in front of every name. */
const WRAPPERS = ["module.", "_orig_mod."] as const;

/** A tensor's name without what the file puts in front of it. */
export function bareName(name: string, family: Pick<ModelFamily, "names">): string {
  const front = [family.names.prefix, ...WRAPPERS].find((prefix) => name.startsWith(prefix));
  return front === undefined ? name : bareName(name.slice(front.length), family);
}

/** The stored tensors by bare name. Throws: MalformedFileError where two names would be one. */
export function byBareName(
  { tensors }: Pick<PublishedWeights, "tensors">,
  family: ModelFamily,
): ReadonlyMap<string, StoredTensor> {
  const bare = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) {
    const key = bareName(name, family);
    const other = bare.get(key);
    if (other !== undefined)
      throw new MalformedFileError({
        file: tensor.file.path,
        fact: `has both ${other.entry.name} and ${name}, of which one at most can be ${key}`,
        hint: "Hint: remove the tensors that do not belong to the model, or save it again.",
      });
    bare.set(key, tensor);
  }
  return bare;
}
