import { writeFile } from "node:fs/promises";
import { openSae } from "../../checkpoint/sae-directory.ts";
import { prepareDevice } from "../../device/prepare-device.ts";
import { UnwritableFolderError } from "../../errors/index.ts";
import { type CurveOptions, oneCurveWithFacts } from "../../run/one-curve.ts";
import { onePrompt, openWords, type TypedPrompt, tokensOf } from "../../run/prompts/prompt-words.ts";
import { fetchSources } from "../../run/sources/fetch-sources.ts";
import { type CurveTold, curvePicture, curveRemarks, curveText } from "../curve-text.ts";

/** What was typed for one curve. */
export interface CurveCommandOptions extends Omit<CurveOptions, "base" | "target"> {
  readonly base?: TypedPrompt;
  readonly baseText?: string;
  readonly target?: TypedPrompt;
  readonly targetText?: string;
  /** Takes its hook and convention, as a run would. */
  readonly sae?: string;
  /** true: in the terminal; a name: into that SVG file. */
  readonly plot?: true | string;
  readonly json?: true;
  /** Take a file of the Hub that was published anew. */
  readonly acceptChanged?: true;
}

/**
 * What `curve` prints: a JSON object, or for a person at a terminal (and where a picture is asked for) the key numbers
 * in their units.
 *
 * Throws: as `oneCurve` and `fetchSources`.
 */
export async function curveCommandText(
  options: CurveCommandOptions,
  { isTerminal, say }: { readonly isTerminal: boolean; readonly say: (sentence: string) => void },
): Promise<string> {
  const told = await curveNamed(options);
  for (const remark of curveRemarks(told)) say(remark);
  const { plot, json } = options;
  if (typeof plot === "string") {
    const { lineFile } = await import("../../report/plots/line-file.ts"); // draws with a library of some weight
    await writeFile(plot, lineFile(curvePicture(told))).catch((cause: unknown) => {
      throw new UnwritableFolderError({ folder: plot, cause });
    });
    say(`Picture: ${plot}`);
  }
  const asText = json !== true && (isTerminal || plot === true);
  return asText ? curveText(told, { plot: plot === true }) : `${JSON.stringify(told.curve)}\n`;
}

/** One curve on a device that is to be there, where model and SAE may be names of the Hub. */
async function curveNamed(options: CurveCommandOptions): Promise<CurveTold> {
  const typedBase = onePrompt("the base", ["--base", options.base], ["--base-text", options.baseText]);
  const typedTarget =
    options.targetText === undefined
      ? options.target
      : onePrompt("the target", ["--target", options.target], ["--target-text", options.targetText]);
  await prepareDevice(options.device ?? "cpu");
  const found = await fetchSources({ model: options.model, sae: options.sae ?? false }, process.stderr, {
    acceptChanged: options.acceptChanged ?? false,
  });
  const model = found.model?.dir ?? options.model;
  const sae = found.sae === null ? null : await openSae(found.sae.dir);
  const base = await tokensOf(typedBase, model);
  const target = typedTarget === undefined ? undefined : await tokensOf(typedTarget, model);
  const { base: _, target: __, ...rest } = options;
  const { curve, facts } = await oneCurveWithFacts({
    ...(sae === null ? {} : { convention: sae.convention, at: sae.hook }),
    ...rest,
    model,
    base,
    ...(target === undefined ? {} : { target }),
  });
  const prompts = { base, target: target ?? null };
  const conventionTyped = options.convention !== undefined || sae !== null;
  return { curve, facts, prompts, conventionTyped, wordOf: () => openWords(model) };
}
