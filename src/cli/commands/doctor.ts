import { resolve } from "node:path";
import { prepareDevice } from "../../device/prepare-device.ts";
import { type Diagnosis, isOfAnotherSize } from "../../doctor/examine.ts";
import { type ExpectedValues, parseExpectedValues } from "../../doctor/expected-values.ts";
import { renderDiagnosis } from "../../doctor/render-diagnosis.ts";
import { renderHealth } from "../../doctor/render-health.ts";
import { MalformedFileError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";
import type { Device } from "../../model/device.ts";
import type { ResidualConvention } from "../../model/language-model.ts";
import { ownPaper } from "../../papers/index.ts";
import { examineBoth } from "../../run/open-installation.ts";
import { fetchSources } from "../../run/sources/fetch-sources.ts";
import { saesInside } from "../../run/sources/saes-inside.ts";

const OWN_VALUES = `src/papers/${ownPaper.id}/doctor.json`;

export interface DoctorOptions {
  readonly model: string;
  readonly sae?: string | false;
  readonly prompts?: string;
  readonly expect?: string;
  readonly convention?: ResidualConvention;
  readonly threads: number | null;
  readonly device: Device;
  readonly json?: true;
  /** Take a file of the Hub that was published anew. */
  readonly acceptChanged?: true;
}

/**
 * Examines what was named and prints what was found: first what holds of any model, then whether it is the paper's.
 *
 * The exit code is 0 where nothing is bad, and a model of the paper's shape (or of `--expect`) is that model; else 1.
 */
export async function doctor({ json, expect, threads, ...options }: DoctorOptions): Promise<number> {
  const expected = await readExpectedValues(expect);
  await prepareDevice(options.device);
  const { model, sae } = await fetchSources(options, process.stderr, {
    acceptChanged: options.acceptChanged ?? false,
  });
  const dir = model?.dir ?? options.model;
  const dirs = { model: dir, sae: sae?.dir ?? (options.sae === false ? null : saeInside(dir)) };
  const { health, diagnosis } = await examineBoth(
    { ...options, ...dirs, expected, ...(threads !== null && { threads }) },
    { inGeneral: true },
  );
  const isOther = isOfAnotherSize(diagnosis) && expect === undefined;
  const text = () =>
    `${health === null ? "" : `${renderHealth(health)}\n`}${isOther ? renderOther(diagnosis) : renderDiagnosis(diagnosis)}`;
  process.stdout.write(json ? `${JSON.stringify({ ...diagnosis, general: health }, null, 2)}\n` : text());
  return (isOther || diagnosis.verdict === "healthy") && health?.word !== "bad" ? 0 : 1;
}

/** The lines about the paper's model where this is none. */
function renderOther({ of, summary }: Diagnosis): string {
  return `Not compared with ${of}.\n${summary}\n`;
}

/** The one SAE that lies in a model's own directory, as the organism's does; null where there is none, or more. */
function saeInside(modelDir: string): string | null {
  const inside = saesInside(modelDir);
  return inside.length === 1 ? inside[0]! : null;
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
