import { resolve } from "node:path";
import { prepareDevice } from "../../device/prepare-device.ts";
import { checkOutFolder } from "../../run/out/out-folder.ts";
import { parsePartOptions } from "../../run/out/part-options.ts";
import { runOptions, type Typed } from "../../run/run-options.ts";
import { openSources } from "../../run/sources/open-sources.ts";
import { type Part, readPart } from "../../store/part-file.ts";
import { checkParts } from "../../store/parts.ts";
import { runClaims } from "../../vitest/run-claims.ts";
import { commandLine } from "../command-line.ts";
import { onEnd } from "../ends.ts";
import { tellError, tellOutcome, tellReplaced } from "../tell.ts";

/** Makes the report of a run from its parts, tells it and gives the exit code. `given` says what lies elsewhere now. */
export async function merge(
  root: string,
  files: readonly string[],
  given: Partial<Typed>,
  words: readonly string[],
): Promise<number> {
  const parts = await Promise.all(files.map(readPart));
  checkParts(parts);
  warnOfProcessors(parts);
  const { file, header } = parts[0]!;
  const typed: Typed = { ...parsePartOptions(file, header.options), ...given };
  await prepareDevice(typed.device);
  const run = runOptions(typed, await openSources(root, typed));
  await checkOutFolder(root, run);
  await tellReplaced(run);
  const merged = { ...run, parts: files.map((file) => resolve(file)) };
  return tellOutcome(
    await runClaims(merged, { root, command: commandLine(words, { root }), onWarning: tellError, onEnd }),
  );
}

/** Other processors use other instructions: the report is right, but perhaps not bit for bit that of one machine. */
function warnOfProcessors(parts: readonly Part[]): void {
  const processors = [...new Set(parts.map(({ header }) => header.processor))];
  if (processors.length > 1)
    tellError({
      message: `The parts were measured on different processors: ${processors.join("; ")}.`,
      hint: "Hint: the last bits may differ from those of a run on one of them.",
    });
}
