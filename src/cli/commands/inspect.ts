import { writeFile } from "node:fs/promises";
import { openModel } from "../../checkpoint/open-model.ts";
import { openSae } from "../../checkpoint/sae-directory.ts";
import { InvalidInputError, printable, UnwritableFolderError } from "../../errors/index.ts";
import { readVectorFile } from "../../files/vector-file.ts";
import { distance, rowOf } from "../../math/vec.ts";
import type { HookPoint } from "../../model/hook-point.ts";
import type {
  CallResult,
  LanguageModel,
  Patch,
  ResidualConvention,
  Tokens,
} from "../../model/language-model.ts";
import { meanNextTokenLoss } from "../../model/next-token-loss.ts";
import { lastPosition } from "../../model/residual-at.ts";
import { onePrompt, openWords, tokensOf } from "../../run/prompts/prompt-words.ts";
import { fetchSources } from "../../run/sources/fetch-sources.ts";
import { typedHook } from "../../run/typed-hook.ts";
import { checkSaeFits } from "../../sae/check-sae-fits.ts";
import type { SparseAutoencoder } from "../../sae/sparse-autoencoder.ts";
import { inspectText, normsPicture, seeForPerson } from "../inspect-text.ts";

export interface InspectOptions {
  readonly model: string;
  readonly tokens: Tokens;
  readonly hook?: readonly string[];
  readonly logits?: boolean;
  readonly loss?: boolean;
  readonly convention?: ResidualConvention;
  readonly sae?: string;
  /** NAME=FILE. */
  readonly patch?: readonly string[];
  readonly threads?: number;
  readonly cacheDir?: string;
  /** Take a file of the Hub that was published anew. */
  readonly acceptChanged?: true;
}

/** What `inspect` prints; every vector is the last position's. Keys are there when asked for. */
export interface Inspection {
  readonly hooks: Readonly<Record<string, readonly number[]>>;
  readonly logits?: readonly number[];
  readonly loss?: number | null;
  readonly sae?: {
    readonly active: Readonly<Record<string, number>>;
    readonly l0: number;
    readonly reconstructionL2Error: number;
  };
}

/** What was typed: the prompt as ids or as text, and how it is told. */
export interface InspectCommandOptions extends Omit<InspectOptions, "tokens"> {
  readonly tokens?: Tokens;
  readonly text?: string;
  /** true: in the terminal; a name: into that SVG file. */
  readonly plot?: true | string;
  readonly json?: true;
  /** Take a file of the Hub that was published anew. */
  readonly acceptChanged?: true;
}

/**
 * What `inspect` prints where model and SAE may be names of the Hub: a JSON object, or tables for a person at a terminal
 * (and where a picture is asked for). Where nothing is asked for, the object has the loss and the likeliest next tokens.
 *
 * Throws: as `fetchSources`, `openTokenizer` and `inspect`.
 */
export async function inspectCommandText(
  options: InspectCommandOptions,
  { isTerminal, say }: { readonly isTerminal: boolean; readonly say: (sentence: string) => void },
): Promise<string> {
  const prompt = onePrompt("the prompt", ["--tokens", options.tokens], ["--text", options.text]);
  const found = await fetchSources({ model: options.model, sae: options.sae ?? false }, process.stderr, {
    acceptChanged: options.acceptChanged ?? false,
  });
  const model = found.model?.dir ?? options.model;
  const tokens = await tokensOf(prompt, model);
  const { plot, json } = options;
  const asText = json !== true && (isTerminal || plot === true);
  const { sae: _, ...rest } = options;
  const named = { ...rest, model, tokens, ...(found.sae === null ? {} : { sae: found.sae.dir }) };
  const { hook, logits, loss } = options;
  const asked = hook !== undefined || logits === true || loss === true || found.sae !== null;
  if (!asText && plot === undefined && asked) return `${JSON.stringify(await inspect(named, say))}\n`;
  return withInspected(named, say, async (inspected) => {
    const seen = await seeForPerson(inspected, await openWords(model));
    if (typeof plot === "string") {
      const { lineFile } = await import("../../report/plots/line-file.ts"); // draws with a library of some weight
      await writeFile(plot, lineFile(normsPicture(seen))).catch((cause: unknown) => {
        throw new UnwritableFolderError({ folder: plot, cause });
      });
      say(`Picture: ${plot}`);
    }
    if (asText) return inspectText(seen, { plot: plot === true });
    const told = await inspectOpened({ ...named, ...(asked ? {} : { loss: true }) }, inspected);
    return `${JSON.stringify(asked ? told : { ...told, next: seen.next.map(plainWord) })}\n`;
  });
}

/** A word as it is: what a person sees stands in quotes. */
function plainWord<T extends { readonly word: string }>(next: T): T {
  return next.word.startsWith('"') ? { ...next, word: JSON.parse(next.word) as string } : next;
}

/** `say` is told what was assumed. Throws: every error of loading and running, and SaeMismatchError. */
export function inspect(
  options: InspectOptions,
  say: (sentence: string) => void = () => undefined,
): Promise<Inspection> {
  return withInspected(options, say, (inspected) => inspectOpened(options, inspected));
}

/** What was opened to be inspected. */
export interface Inspected {
  readonly model: LanguageModel;
  readonly sae: SparseAutoencoder | undefined;
  readonly hooks: readonly HookPoint[];
  readonly tokens: Tokens;
  readonly patches: readonly Patch[];
}

async function withInspected<T>(
  options: InspectOptions,
  say: (sentence: string) => void,
  use: (inspected: Inspected) => Promise<T>,
): Promise<T> {
  const sae = options.sae === undefined ? undefined : await openSae(options.sae);
  for (const sentence of sae?.assumptions ?? []) say(printable(`${sae!.name}: ${sentence}`));
  const convention = options.convention ?? sae?.convention ?? "raw";
  const model = await openModel(options.model, { ...options, convention });
  try {
    for (const remark of model.remarks ?? []) say(`Note: ${printable(remark)}`);
    if (sae) checkSaeFits(sae, { shape: model.shape, convention });
    const hooks = (options.hook ?? []).map((name) => typedHook(model, name));
    const patches = await Promise.all((options.patch ?? []).map((text) => readPatch(model, text)));
    return await use({ model, sae, hooks, tokens: options.tokens, patches });
  } finally {
    await model.dispose();
  }
}

async function inspectOpened(options: InspectOptions, inspected: Inspected): Promise<Inspection> {
  const { model, sae, hooks, tokens, patches } = inspected;
  const result = await model.run({
    from: { tokens },
    read: sae ? [...hooks, sae.hook] : hooks,
    patches,
    logits: options.logits === true || options.loss === true,
  });
  return describe(options, result, hooks, sae);
}

function describe(
  options: InspectOptions,
  { residuals, logits }: CallResult,
  hooks: readonly HookPoint[],
  sae: SparseAutoencoder | undefined,
): Inspection {
  const last = (name: HookPoint) => {
    return lastPosition(residuals.get(name)!);
  };
  return {
    hooks: Object.fromEntries(hooks.map((name) => [name, Array.from(last(name))])),
    ...(options.logits && logits ? { logits: Array.from(rowOf(logits, logits.rows - 1)) } : {}),
    ...(options.loss && logits ? { loss: meanNextTokenLoss(logits, options.tokens) } : {}),
    ...(sae ? { sae: describeLatents(sae, last(sae.hook)) } : {}),
  };
}

function describeLatents(sae: SparseAutoencoder, x: Float32Array): NonNullable<Inspection["sae"]> {
  const latents = sae.encode(x);
  return {
    active: Object.fromEntries(Array.from(latents.ids, (id, n) => [String(id), latents.values[n]!])),
    l0: latents.ids.length,
    reconstructionL2Error: distance(x, sae.decode(latents)),
  };
}

async function readPatch(model: LanguageModel, text: string): Promise<Patch> {
  const equals = text.indexOf("=");
  if (equals < 1)
    throw new InvalidInputError({
      what: "--patch",
      got: text,
      want: "NAME=FILE",
      hint: "Hint: such as --patch blocks.1.hook_resid_pre=vector.json.",
    });
  const at = typedHook(model, text.slice(0, equals));
  return { at, position: -1, vector: await readVectorFile(text.slice(equals + 1), model.shape.dModel) };
}
