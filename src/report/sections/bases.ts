import { curveFromBytes } from "../../experiment/bases/curve-bytes.ts";
import type { KeptBases } from "../../experiment/bases/kept-bases.ts";
import type { Perturbation } from "../../experiment/record.generated.ts";
import type { Beside } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import { formatFixed, formatNumber, list } from "../words/format.ts";
import type { Block, ExampleCurve, Figure, Section, Text } from "./section.ts";

/** Bases whose curves are drawn: the first, so that nobody picks them. */
export const EXAMPLE_BASES = 5;

/** Single curves with their steps, and a way to any other base; none where no base was kept. */
export function basesSections(report: Report, { bases }: Beside): readonly Section[] {
  if (bases === null || bases.tokens.length === 0) return [];
  const shown = report.perturbations.filter(({ key }) =>
    bases.curves.some(({ perturbation }) => perturbation === key),
  );
  const n = Math.min(EXAMPLE_BASES, bases.tokens.length);
  const section: Section = {
    id: "bases",
    title: "Single bases",
    short: "Single bases",
    blocks: [
      {
        kind: "note",
        text: `The ${n === 1 ? "first base" : `first ${formatNumber(n)} bases`} of ${formatNumber(bases.tokens.length)}, which nobody picked: means smear steps that single curves have. Every curve is kept in 255 steps of its own largest value.`,
      },
      {
        kind: "key",
        text: "Thin lines are single curves, each with a dot where its number is read; the dashed line is the mean over all bases.",
      },
      ...shown.map((perturbation) => examplesFigure(perturbation, bases, report, n)),
      examplePrompts(bases, n),
      { kind: "anyBase", of: bases.tokens.length },
    ],
  };
  return [section];
}

/** The curves of the first bases along one perturbation, type by type. */
export function exampleCurves(
  perturbation: string,
  bases: KeptBases,
  report: Report,
  n: number,
): ExampleCurve[] {
  const metric = markedMetric(perturbation, report);
  return report.types.flatMap(({ key: type }) => {
    const kept = bases.curves.find((one) => one.perturbation === perturbation && one.type === type);
    if (kept === undefined) return [];
    const bytes = Buffer.from(kept.steps, "base64");
    const values = bases.values.find((one) => one.metric === metric?.key && one.type === type)?.of ?? [];
    return Array.from({ length: Math.min(n, bases.tokens.length) }, (_, base) => base).flatMap((base) => {
      const top = kept.top[base] ?? null;
      if (top === null) return [];
      const steps = bytes.subarray(base * bases.points, (base + 1) * bases.points);
      return [{ type, base, curve: [...curveFromBytes({ top, steps })], at: values[base] ?? null }];
    });
  });
}

/** The metric whose step is marked on curves of a perturbation: the first that is a step of them. */
export function markedMetric(perturbation: string, { metrics }: Report): Report["metrics"][number] | null {
  return (
    metrics.find(
      ({ along, output, unit }) => along === perturbation && output === "l2" && unit === "steps",
    ) ?? null
  );
}

function examplesFigure(
  { key, title, axis }: Perturbation,
  bases: KeptBases,
  report: Report,
  n: number,
): Figure {
  const examples = exampleCurves(key, bases, report, n);
  const metric = markedMetric(key, report);
  const types = report.types.filter(({ key: type }) => examples.some((one) => one.type === type));
  return {
    kind: "figure",
    drawn: { examplesAlong: key, examples },
    title,
    sub: metric === null ? axis : `dots: ${metric.title.charAt(0).toLowerCase()}${metric.title.slice(1)}`,
    note: `Across: ${axis}. Upwards: L2 distance from step 0.`,
    said: `Across: ${axis}. ${examplesInWords(examples, metric)}`,
    series: ["single-curves.csv"],
    table: {
      head: ["base", ...types.map(({ key: type }) => `${metric?.symbol ?? "last"}, ${type}`)].map(
        (label) => ({ label }),
      ),
      numeric: types.map((_, i) => i + 1),
      rows: Array.from({ length: n }, (_, base) => [
        formatNumber(base),
        ...types.map(({ key: type }) => {
          const one = examples.find((example) => example.base === base && example.type === type);
          if (one === undefined) return formatNumber(null);
          return metric === null ? formatFixed(one.curve.at(-1)!, 2) : formatNumber(one.at);
        }),
      ]),
    },
  };
}

function examplesInWords(
  examples: readonly ExampleCurve[],
  metric: Report["metrics"][number] | null,
): string {
  const types = [...new Set(examples.map(({ type }) => type))];
  const heights = examples.map(({ curve }) => curve.at(-1)!);
  const ends =
    heights.length === 0
      ? ""
      : ` They end between ${formatFixed(Math.min(...heights), 2)} and ${formatFixed(Math.max(...heights), 2)}.`;
  const drawn = `A panel a type, all on one scale: the curve of each of these bases, over the dashed mean of all bases.${ends}`;
  if (metric === null) return drawn;
  const marked = types.map((type) => {
    const steps = examples
      .filter((one) => one.type === type)
      .map(({ at }) => (at === null ? "none" : formatNumber(at)));
    return `${type} ${list(steps)}`;
  });
  return `${drawn} The dots, base by base: ${marked.join("; ")}.`;
}

function examplePrompts(bases: KeptBases, n: number): Block {
  return {
    kind: "table",
    id: "bases-prompts",
    title: "Their prompts",
    note: `${bases.texts === null ? "Token ids: the model has no tokenizer." : "As text."} Norm of the base, and the strongest latents in it, as id and activation.`,
    table: {
      head: [{ label: "base" }, { label: "prompt" }, { label: "norm" }, { label: "latents" }],
      numeric: [2],
      rows: Array.from({ length: n }, (_, base): readonly Text[] => [
        formatNumber(base),
        promptText(bases, base),
        formatNumber(bases.norm[base]!),
        latentsText(bases.latents?.[base] ?? null),
      ]),
    },
  };
}

/** A prompt as text, or its token ids. */
export function promptText({ tokens, texts }: KeptBases, base: number): string {
  return texts?.[base] ?? (tokens[base] ?? []).join(", ");
}

function latentsText(latents: readonly (readonly [number, number])[] | null): string {
  if (latents === null) return "no SAE";
  if (latents.length === 0) return "none is active";
  return list(latents.map(([id, activation]) => `${id} (${formatNumber(activation)})`));
}
