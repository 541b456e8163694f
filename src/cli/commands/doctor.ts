import { resolve } from "node:path";
import { prepareDevice } from "../../device/prepare-device.ts";
import type { Diagnosis } from "../../doctor/examine.ts";
import { type ExpectedValues, parseExpectedValues } from "../../doctor/expected-values.ts";
import { renderDiagnosis } from "../../doctor/render-diagnosis.ts";
import { MalformedFileError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";
import type { Device } from "../../model/device.ts";
import type { ResidualConvention } from "../../model/language-model.ts";
import { ownPaper } from "../../papers/index.ts";
import { fetchSources } from "../../run/fetch-sources.ts";
import { examineDirectories } from "../../run/open-installation.ts";

const OWN_VALUES = `src/papers/${ownPaper.id}/doctor.json`;

export interface DoctorOptions {
  readonly model: string;
  readonly sae?: string | false;
  readonly prompts?: string;
  readonly expect?: string;
  readonly convention?: ResidualConvention;
  readonly threads: number;
  readonly device: Device;
  readonly json?: true;
  /** Take a file of the Hub that was published anew. */
  readonly acceptChanged?: true;
}

/** Examines what was named, prints what was found and gives the exit code. */
export async function doctor({ json, expect, ...options }: DoctorOptions): Promise<number> {
  const expected = await readExpectedValues(expect);
  await prepareDevice(options.device);
  const { model, sae } = await fetchSources(options, process.stderr, {
    acceptChanged: options.acceptChanged ?? false,
  });
  const dirs = { model: model?.dir ?? options.model, sae: sae?.dir ?? null };
  const diagnosis = await examineDirectories({ ...options, ...dirs, expected });
  process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDiagnosis(diagnosis));
  return exitCodeOf(diagnosis);
}

/** 0 healthy, 1 anything else. */
function exitCodeOf({ verdict }: Diagnosis): 0 | 1 {
  return verdict === "healthy" ? 0 : 1;
}

/** Those of the own paper's subject without a file. Throws: MissingFileError, MalformedFileError. */
export async function readExpectedValues(file?: string): Promise<ExpectedValues> {
  if (file === undefined) return parseExpectedValues(ownPaper.doctor, OWN_VALUES);
  const path = resolve(file);
  const text = await readText(path, {
    what: "the file of expected values",
    hint: `Hint: --expect takes a JSON file such as ${OWN_VALUES}; leave it out for ${ownPaper.subject.name}.`,
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(cause as Error).message})` });
  }
  return parseExpectedValues(value, file);
}
