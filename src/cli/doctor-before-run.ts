import { join } from "node:path";
import { readJsonObject } from "../assets/gpt2-config.ts";
import { loadGpt2Directory } from "../assets/model-directory.ts";
import { parseSaeConfig } from "../assets/sae-config.ts";
import type { Diagnosis } from "../doctor/examine.ts";
import type { ExpectedValues } from "../doctor/expected-values.ts";
import { parseHookPoint } from "../model/hook-point.ts";
import type { RunOptions } from "../vitest/run-options.ts";
import { examineDirectories } from "./open-installation.ts";

type Examined = Pick<RunOptions, "model" | "sae" | "prompts" | "threads" | "device">;

/**
 * What the doctor says before a run; null when it is not asked.
 *
 * `asked` true or false decides. Otherwise it is asked when the weights file is the one the expected values are of,
 * and then examines an SAE only of the expected hook and size: another one is no mistake.
 * Throws: as `examineDirectories`.
 */
export async function doctorBeforeRun(
  run: Examined,
  asked: boolean | undefined,
  expected: ExpectedValues,
): Promise<Diagnosis | null> {
  if (asked === false) return null;
  const { model, prompts, threads, device } = run;
  if (asked) return examineDirectories({ model, sae: run.sae, prompts, threads, device, expected });
  const { weightsDigest, config } = await loadGpt2Directory(model);
  if (expected.weightsDigest !== weightsDigest) return null;
  const sae = run.sae !== null && (await isOfExpectedKind(run.sae, config.layers, expected)) ? run.sae : null;
  return examineDirectories({ model, sae, prompts, threads, device, expected });
}

async function isOfExpectedKind(sae: string, layers: number, expected: ExpectedValues): Promise<boolean> {
  const file = join(sae, "cfg.json");
  const hint = "Hint: --sae takes a SAELens directory.";
  const { hook, dSae } = parseSaeConfig(file, await readJsonObject(file, "the SAE's configuration", hint));
  const size = expected.checks.find(({ measure }) => measure.kind === "size" && measure.of === "dSae");
  const depth = (name: string) => parseHookPoint(name, layers).depth;
  return depth(hook) === depth(expected.hook) && (size === undefined || size.expected === dSae);
}
