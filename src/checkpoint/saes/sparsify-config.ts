import { basename, resolve } from "node:path";
import { residualHook, type SaeConfig } from "../sae-config.ts";
import { type ConfigFields, configFields, type FoundField } from "./config-fields.ts";

/**
 * Reads the configuration of an SAE of EleutherAI's sparsify: a top-k SAE on the output of a block, in the residual
 * stream as Hugging Face's models have it (raw).
 *
 * d_sae is `num_latents`, or where that is 0 `expansion_factor` times d_in. The hook is `hook_name` where somebody
 * wrote it into the file, else the name of the folder: sparsify names it after the module whose output it reads
 * (layers.5 or h.5 is blocks.5.hook_resid_post).
 * Throws: UnsupportedConfigError naming file and field.
 * Source: EleutherAI/sparsify, `SparseCoderConfig` and `SparseCoder.encode`; x - b_dec is encoded, as there, whatever
 * `normalize_decoder` says.
 */
export function parseSparsifyConfig(
  file: string,
  fields: Readonly<Record<string, unknown>>,
  dir: string,
): SaeConfig {
  const read = configFields(file, fields, HINT);
  const { find, refuse, size, only } = read;
  only(["activation"], ["topk"], '"topk"');
  only(["signed"], [false, null], "false");
  only(["skip_connection"], [false, null], "false");
  only(["transcode"], [false, null], "false");
  const dModel = size("d_in");
  const latents = find("num_latents");
  const dSae = (latents.value ?? 0) === 0 ? dModel * size("expansion_factor") : size("num_latents");
  const k = find("k");
  if (!Number.isSafeInteger(k.value) || (k.value as number) < 1 || (k.value as number) > dSae)
    throw refuse(k, `a whole number from 1 to ${dSae}, the number of latents`);
  return {
    dModel,
    dSae,
    hook: residualHook(read, hookField(read, dir)),
    convention: "raw",
    applyBDecToInput: true,
    activation: { kind: "topk", k: k.value as number },
    normalisation: { kind: "none" },
    rescaleByDecoderNorm: false,
    finetuned: false,
    dtype: "float32",
    assumptions: [],
  };
}

const HINT =
  "Hint: top-k SAEs of sparsify on the residual stream are read, transcoders and others are not; ignoring the field would give wrong latents.";

function hookField({ find, refuse }: ConfigFields, dir: string): FoundField {
  const written = find("hook_name");
  if (written.value !== undefined) return written;
  const folder = basename(resolve(dir));
  const [, layer] = /^(?:(?:\w+\.)*)(?:layers|h|blocks)[._](\d+)$/.exec(folder) ?? [];
  if (layer === undefined)
    throw refuse(
      written,
      `the hook the SAE reads, since the folder's name "${folder}" is no block's output such as layers.5; add "hook_name": "blocks.5.hook_resid_post" to the file`,
    );
  return { field: `the folder's name ${folder}`, value: `blocks.${Number(layer)}.hook_resid_post` };
}
