import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Checkpoint } from "../model/family.ts";
import { causalLmGraph } from "../model/onnx/model-graphs.ts";
import { encodeModel } from "../model/onnx/onnx-model.ts";

/**
 * Writes `config.json` and `onnx/model.onnx` so that @huggingface/transformers can load the checkpoint as a causal
 * language model. The weights stay where they are: the session needs
 * `extra.session.model_external_initializers_file_folder_path` = `checkpoint.weightsFolder`.
 */
export async function exportCausalLm(checkpoint: Checkpoint, configFile: string, dir: string): Promise<void> {
  await mkdir(join(dir, "onnx"), { recursive: true });
  await writeFile(join(dir, "config.json"), await readFile(configFile));
  await writeFile(join(dir, "onnx", "model.onnx"), encodeModel(causalLmGraph(checkpoint)));
}
