import { coordinateMean, distance, norm, rowOf } from "../math/vec.ts";
import { type HookPoint, hookPoint } from "../model/hook-point.ts";
import type { LanguageModel, Patch, Tokens } from "../model/language-model.ts";
import { logSoftmax } from "../model/next-token-loss.ts";
import { lastPosition } from "../model/residual-at.ts";
import type { LineFile } from "../report/plots/line-file.ts";
import { formatNumber } from "../report/words/format.ts";
import type { WordOf } from "../run/prompts/prompt-words.ts";
import type { LatentActivations, SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { linePlot } from "./line-plot.ts";
import { textBar, textTable } from "./text-table.ts";

/** Rows of the tables of predictions and latents. */
const SHOWN = 10;

/** What a person sees of one prompt; every vector is the last position's. */
export interface SeenPrompt {
  readonly model: string;
  readonly convention: string;
  /** Each token with the loss, nats, at which it was predicted; null for the first. */
  readonly tokens: readonly { readonly id: number; readonly word: string; readonly loss: number | null }[];
  /** In the order of the stream. Units: residual units. */
  readonly norms: readonly { readonly hook: string; readonly norm: number; readonly mean: number }[];
  /** The likeliest next tokens, first. */
  readonly next: readonly { readonly word: string; readonly probability: number }[];
  readonly latents: {
    readonly sae: string;
    readonly hook: string;
    readonly l0: number;
    /** L2 of what is not reconstructed, and as a share of the vector's norm. */
    readonly error: number;
    readonly errorShare: number;
    /** The strongest, first. */
    readonly strongest: readonly { readonly id: number; readonly value: number }[];
  } | null;
}

/** Runs the prompt once, reading the stream before every block and at its end. Throws: what running throws. */
export async function seeForPerson(
  opened: {
    readonly model: LanguageModel;
    readonly sae: SparseAutoencoder | undefined;
    readonly hooks: readonly HookPoint[];
    readonly tokens: Tokens;
    readonly patches: readonly Patch[];
  },
  wordOf: WordOf,
): Promise<SeenPrompt> {
  const { model, sae, hooks, tokens, patches } = opened;
  const { layers } = model.shape;
  const through = Array.from({ length: layers }, (_, layer) => hookPoint(layer, "pre"));
  const shown = [...new Set([...through, hookPoint(layers - 1, "post"), ...hooks])];
  const read = sae ? [...new Set([...shown, sae.hook])] : shown;
  const { residuals, logits } = await model.run({ from: { tokens }, read, patches, logits: true });
  const x = (hook: HookPoint) => lastPosition(residuals.get(hook)!);
  const logP = tokens.map((_, position) => logSoftmax(rowOf(logits!, position)));
  return {
    model: model.identity.name,
    convention: model.identity.convention,
    tokens: tokens.map((id, i) => ({ id, word: wordOf(id), loss: i === 0 ? null : -logP[i - 1]![id]! })),
    norms: shown.map((hook) => ({ hook, norm: norm(x(hook)), mean: coordinateMean(x(hook)) })),
    next: largest(logP.at(-1)!).map(({ id, value }) => ({ word: wordOf(id), probability: Math.exp(value) })),
    latents: sae ? latentsOf(sae, x(sae.hook)) : null,
  };
}

function latentsOf(sae: SparseAutoencoder, x: Float32Array): NonNullable<SeenPrompt["latents"]> {
  const latents: LatentActivations = sae.encode(x);
  const error = distance(x, sae.decode(latents));
  const strongest = largest(latents.values).map(({ id, value }) => ({ id: latents.ids[id]!, value }));
  const { name, hook } = sae;
  return { sae: name, hook, l0: latents.ids.length, error, errorShare: error / norm(x), strongest };
}

/** The largest of some values with their places, largest first; ties by place. */
function largest(values: ArrayLike<number>): readonly { readonly id: number; readonly value: number }[] {
  return Array.from(values, (value, id) => ({ id, value }))
    .sort((a, b) => b.value - a.value || a.id - b.id)
    .slice(0, SHOWN);
}

/** Tables of one prompt; ends in "\n". */
export function inspectText(seen: SeenPrompt, { plot }: { readonly plot: boolean }): string {
  const { tokens, norms, next, latents } = seen;
  const losses = tokens.flatMap(({ loss }) => loss ?? []);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const likeliest = next[0]?.probability ?? 1;
  const strongest = latents?.strongest[0]?.value ?? 1;
  return `${[
    `${seen.model}, ${tokens.length} ${tokens.length === 1 ? "token" : "tokens"}, ${seen.convention} convention`,
    "",
    ...textTable(
      [
        ["position", "id", "word", "loss, nats"],
        ...tokens.map(({ id, word, loss }, i) => [
          String(i),
          String(id),
          word,
          loss === null ? "" : loss.toFixed(3),
        ]),
      ],
      [0, 1, 3],
    ),
    ...(losses.length === 0 ? [] : [`mean loss ${mean.toFixed(4)} nats`]),
    "",
    "Residual stream at the last position, residual units",
    ...textTable(
      [
        ["hook", "norm", "mean over d_model"],
        ...norms.map(({ hook, norm, mean }) => [hook, norm.toFixed(3), mean.toExponential(1)]),
      ],
      [1, 2],
    ),
    ...(plot ? ["", ...normLines(seen)] : []),
    "",
    "Next token",
    ...textTable(
      next.map(({ word, probability }) => [
        word,
        `${(100 * probability).toFixed(1)} %`,
        textBar(probability / likeliest),
      ]),
      [1],
    ),
    ...(latents === null
      ? []
      : [
          "",
          `Latents of ${latents.sae} at ${latents.hook}: ${latents.l0} active; reconstruction off by ${formatNumber(latents.error)} residual units, ${formatNumber(100 * latents.errorShare)} % of the norm`,
          ...textTable(
            latents.strongest.map(({ id, value }) => [
              `latent ${id}`,
              value.toFixed(3),
              textBar(value / strongest),
            ]),
            [0, 1],
          ),
          ...(latents.l0 > latents.strongest.length
            ? [`and ${latents.l0 - latents.strongest.length} weaker ones`]
            : []),
        ]),
  ].join("\n")}\n`;
}

/** The norms before every block and at the end. */
function normsByBlock({ norms }: SeenPrompt): readonly number[] {
  const blocks = norms.filter(({ hook }) => hook.endsWith("_pre")).length;
  return norms.slice(0, blocks + 1).map((at) => at.norm); // hooks that were asked for by name come after the end
}

function normLines(seen: SeenPrompt): readonly string[] {
  const values = normsByBlock(seen);
  return [
    "norm of the stream before each block and at the end, residual units",
    ...linePlot({ values, axis: ["block 0", "", "end"] }),
  ];
}

/** The norms as a picture of their own. */
export function normsPicture(seen: SeenPrompt): LineFile {
  const values = normsByBlock(seen);
  return {
    title: `Norm of the residual stream of ${seen.model} at the last position`,
    description: `Before block 0: ${formatNumber(values[0]!)}; at the end: ${formatNumber(values.at(-1)!)} residual units.`,
    values,
    x: "before block n; the last point is the end",
    y: "norm, residual units",
  };
}
