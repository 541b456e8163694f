import type { Command } from "commander";
import { openModel } from "../../checkpoint/open-model.ts";
import { openSae } from "../../checkpoint/sae-directory.ts";
import { InvalidInputError } from "../../errors.ts";
import { readVectorFile } from "../../files/vector-file.ts";
import { distance, rowOf } from "../../math/vec.ts";
import { type HookPoint, parseHookPoint } from "../../model/hook-point.ts";
import type {
  LanguageModel,
  Patch,
  ResidualConvention,
  RunResult,
  Tokens,
} from "../../model/language-model.ts";
import { meanNextTokenLoss } from "../../model/next-token-loss.ts";
import { fetchSources } from "../../run/fetch-sources.ts";
import { checkSaeFits } from "../../sae/check-sae-fits.ts";
import type { SparseAutoencoder } from "../../sae/sparse-autoencoder.ts";
import { collect, parseConvention, parseCount, parseTokens } from "../arguments.ts";

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

/** `inspect`: one prompt's residual stream, logits, loss and latents as JSON. */
export function inspectCommand(program: Command): void {
  program
    .command("inspect")
    .description("Print one prompt's residual stream, logits, loss and SAE latents as JSON.")
    .requiredOption("--model <dir|name>", "GPT-2 directory, gpt2, or a Hub id")
    .requiredOption("--tokens <ids>", "token ids, separated by commas", parseTokens)
    .option("--hook <name>", "residual-stream point to print, last position; may be repeated", collect)
    .option("--logits", "print the logits at the last position")
    .option("--loss", "print the mean next-token loss in nats")
    .option("--convention <name>", "raw or centred (default: the SAE's, raw without one)", parseConvention)
    .option(
      "--sae <dir|name>",
      "SAELens directory, release or release/hook: print the active latents at its hook",
    )
    .option(
      "--patch <name=file>",
      "replace the last position at a hook by a JSON vector; may be repeated",
      collect,
    )
    .option("--threads <n>", "threads of the runtime (default: the cores)", parseCount("--threads", 1))
    .addHelpText(
      "after",
      `
Examples:
  npm run -s cli -- inspect --model fixtures/organism --tokens 12,104,106 --hook blocks.1.hook_resid_pre
  npm run -s cli -- inspect --model fixtures/organism --tokens 12,104,106 --loss --patch blocks.1.hook_resid_pre=v.json`,
    )
    .action(async (options: InspectOptions) => {
      const named = { model: options.model, sae: options.sae ?? false } as const;
      const { model = options.model, sae } = await fetchSources(named, process.stderr);
      const local = { ...options, model, ...(sae === undefined ? {} : { sae }) };
      process.stdout.write(`${JSON.stringify(await inspect(local))}\n`);
    });
}

/** Throws: every error of loading and running, and SaeMismatchError. */
export async function inspect(options: InspectOptions): Promise<Inspection> {
  const sae = options.sae === undefined ? undefined : await openSae(options.sae, options);
  const convention = options.convention ?? sae?.convention ?? "raw";
  const model = await openModel(options.model, { ...options, convention });
  try {
    if (sae) checkSaeFits(sae, { shape: model.shape, convention });
    const hooks = (options.hook ?? []).map((name) => hookOf(model, name));
    const result = await model.run({
      from: { tokens: options.tokens },
      read: sae ? [...hooks, sae.hook] : hooks,
      patches: await Promise.all((options.patch ?? []).map((text) => readPatch(model, text))),
      logits: options.logits === true || options.loss === true,
    });
    return describe(options, result, hooks, sae);
  } finally {
    await model.dispose();
  }
}

function describe(
  options: InspectOptions,
  { residuals, logits }: RunResult,
  hooks: readonly HookPoint[],
  sae: SparseAutoencoder | undefined,
): Inspection {
  const last = (name: HookPoint) => {
    const residual = residuals.get(name)!;
    return rowOf(residual, residual.rows - 1);
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
  const at = hookOf(model, text.slice(0, equals));
  return { at, position: -1, vector: await readVectorFile(text.slice(equals + 1), model.shape.dModel) };
}

function hookOf(model: LanguageModel, name: string): HookPoint {
  parseHookPoint(name, model.shape.layers, model.shape.sites);
  return name as HookPoint;
}
