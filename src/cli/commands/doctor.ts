import { resolve } from "node:path";
import type { Command } from "commander";
import { prepareDevice } from "../../device/prepare-device.ts";
import type { Diagnosis } from "../../doctor/examine.ts";
import { type ExpectedValues, parseExpectedValues } from "../../doctor/expected-values.ts";
import { renderDiagnosis } from "../../doctor/render-diagnosis.ts";
import { MalformedFileError } from "../../errors/index.ts";
import { readText } from "../../files/read-text.ts";
import type { Device } from "../../model/device.ts";
import type { ResidualConvention } from "../../model/language-model.ts";
import gpt2Small from "../../papers/synthetic-activations/doctor.json" with { type: "json" };
import { fetchSources } from "../../run/fetch-sources.ts";
import { examineDirectories } from "../../run/open-installation.ts";
import { DEFAULT_THREADS } from "../../run/run-options.ts";
import { parseConvention, parseCount, parseDevice } from "../arguments.ts";

interface Flags {
  readonly model: string;
  readonly sae?: string | false;
  readonly prompts?: string;
  readonly expect?: string;
  readonly convention?: ResidualConvention;
  readonly threads: number;
  readonly device: Device;
  readonly json?: true;
}

/** `doctor`: says whether weights, SAE and runtime give the numbers the paper's gave, and if not, why. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description("Say whether these weights, this SAE and this runtime are the ones the paper used.")
    .requiredOption("--model <dir|name>", "GPT-2 directory, gpt2, or a Hub id")
    .option(
      "--sae <dir|name>",
      "SAELens directory or release (default: gpt2-small-res-jb for the published GPT-2 small)",
    )
    .option("--no-sae", "none: the SAE's checks are not run (default for other models)")
    .option("--prompts <file>", "the prompts of a run: they are looked at for BOS tokens")
    .option("--expect <file>", "expected values (default: GPT-2 small with gpt2-small-res-jb)")
    .option("--convention <name>", "raw or centred (default: the SAE's, as in a run)", parseConvention)
    .option("--threads <n>", "threads of one matrix product", parseCount("--threads", 1), DEFAULT_THREADS)
    .option("--device <name>", "cpu, webgpu or cuda", parseDevice, "cpu")
    .option("--json", "print the whole result as JSON")
    .addHelpText(
      "after",
      `
Exit code: 0 healthy, 1 a trap, other weights or nothing compared, 2 bad input or a file that cannot be had.

Examples:
  npm run doctor -- --model gpt2
  npm run doctor -- --model DIR --sae DIR
  npm run doctor -- --model DIR --sae DIR --json`,
    )
    .action(async (flags: Flags) => {
      const { json, expect, ...options } = flags;
      const expected = await readExpectedValues(expect);
      await prepareDevice(options.device);
      const { model = flags.model, sae = null } = await fetchSources(flags, process.stderr);
      const diagnosis = await examineDirectories({ ...options, model, sae, expected });
      process.stdout.write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDiagnosis(diagnosis));
      process.exitCode = exitCodeOf(diagnosis);
    });
}

/** 0 healthy, 1 anything else. */
function exitCodeOf({ verdict }: Diagnosis): 0 | 1 {
  return verdict === "healthy" ? 0 : 1;
}

/** GPT-2 small's without a file. Throws: MissingFileError, MalformedFileError. */
export async function readExpectedValues(file?: string): Promise<ExpectedValues> {
  if (file === undefined)
    return parseExpectedValues(gpt2Small, "src/papers/synthetic-activations/doctor.json");
  const path = resolve(file);
  const text = await readText(path, {
    what: "the file of expected values",
    hint: "Hint: --expect takes a JSON file such as src/papers/synthetic-activations/doctor.json; leave it out for GPT-2 small.",
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MalformedFileError({ file, fact: `is not JSON (${(cause as Error).message})` });
  }
  return parseExpectedValues(value, file);
}
