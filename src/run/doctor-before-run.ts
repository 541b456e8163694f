import { loadModelDirectory } from "../checkpoint/model-directory.ts";
import { readSaeConfig } from "../checkpoint/saes/read-sae-config.ts";
import type { Diagnosis } from "../doctor/examine.ts";
import type { ExpectedValues } from "../doctor/expected-values.ts";
import { isSamePoint } from "../model/hook-point.ts";
import { examineDirectories } from "./open-installation.ts";
import type { RunOptions } from "./run-options.ts";

type Examined = Pick<RunOptions, "model" | "sae" | "prompts" | "threads" | "device">;

/**
 * What the doctor says before a run; null when it is not asked.
 *
 * `asked` true or false decides. Otherwise it is asked when the weights file is the one the expected values are of,
 * and then examines an SAE only of the expected size: another one is no mistake. Nor is an SAE of another hook, even
 * where the doctor is asked: a run perturbs where its SAE was trained. What was not examined is said.
 * Throws: as `examineDirectories`.
 */
export async function doctorBeforeRun(
  run: Examined,
  asked: boolean | undefined,
  expected: ExpectedValues,
): Promise<Diagnosis | null> {
  if (asked === false) return null;
  const { prompts, threads, device } = run;
  const model = run.model.dir;
  if (!asked && expected.weightsDigest !== (await loadModelDirectory(model)).weightsDigest) return null;
  const { otherHook, otherSize } = run.sae === null ? {} : await differences(run.sae.dir, expected);
  const left = otherHook ?? (asked ? undefined : otherSize);
  const sae = left === undefined ? (run.sae?.dir ?? null) : null;
  const diagnosis = await examineDirectories({
    ...{ model, sae, prompts, device, expected },
    ...(threads !== null && { threads }),
  });
  if (left === undefined) return diagnosis;
  return { ...diagnosis, summary: `${diagnosis.summary} The SAE ${left}, so its values were not compared.` };
}

/** In what an SAE is another one than expected, in words. */
async function differences(
  sae: string,
  expected: ExpectedValues,
): Promise<{ readonly otherHook?: string; readonly otherSize?: string }> {
  const { hook, dSae } = (await readSaeConfig(sae)).config;
  const size = expected.checks.find(({ measure }) => measure.kind === "size" && measure.of === "dSae");
  return {
    ...(isSamePoint(hook, expected.hook)
      ? {}
      : { otherHook: `is of another hook, ${hook} instead of ${expected.hook}` }),
    ...(size === undefined || size.expected === dSae
      ? {}
      : { otherSize: `has ${dSae} latents instead of ${size.expected}` }),
  };
}
