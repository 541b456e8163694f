import type { CoActivation } from "../../../experiment/record.generated.ts";
import type { Report } from "../../report.generated.ts";
import { count, formatFixed, formatNumber, list } from "../../words/format.ts";
import type { Figure, Section } from "../section.ts";

/** Pairs that are drawn: more lines cannot be told apart. */
const DRAWN_PAIRS = 30;
/** Pairs that are named in the words of the drawing. */
const NAMED_PAIRS = 5;

/** Which latents of the bases are active together; none without an SAE, and in reports of before it was told. */
export function latentsSections({ coActivation, sae }: Report): readonly Section[] {
  if (coActivation === undefined || coActivation.latents.length === 0) return [];
  const { codes, least, latents } = coActivation;
  const section: Section = {
    id: "latents",
    title: "Latents that are active together",
    short: "Latents",
    blocks: [
      {
        kind: "note",
        text: `The ${formatNumber(latents.length)} most frequent latents${sae === null ? "" : ` of ${sae.name}`} in the codes of ${formatNumber(codes)} bases. A line joins two that are active together in at least ${formatNumber(least)} of them and more often than chance has it. Lift: how many times as often as if each fired by itself. It changes no verdict.`,
      },
      graphFigure(coActivation),
    ],
  };
  return [section];
}

/** The pairs that are drawn: of a lift above 1, the largest first. */
export function drawnPairs({ pairs }: CoActivation): CoActivation["pairs"] {
  return pairs.filter(({ lift }) => lift > 1).slice(0, DRAWN_PAIRS);
}

function graphFigure(found: CoActivation): Figure {
  const drawn = drawnPairs(found);
  const codesOf = (latent: number) => found.latents.find(({ id }) => id === latent)?.codes ?? null;
  return {
    kind: "figure",
    drawn: { graphOf: "co-activation" },
    title: "Co-activation of latents",
    sub: `${count(drawn.length, "pair")} of the largest lift`,
    note: "A larger dot is a more frequent latent, a wider line a larger lift; the numbers are ids of latents.",
    said: coActivationInWords(found),
    series: ["co-activation.csv"],
    table: {
      head: ["latents", "lift", "together, bases", "the first, bases", "the second, bases"].map((label) => ({
        label,
      })),
      numeric: [1, 2, 3, 4],
      rows: drawn.map(({ a, b, together, lift }) => [
        `${a} and ${b}`,
        formatFixed(lift, 2),
        formatNumber(together),
        formatNumber(codesOf(a)),
        formatNumber(codesOf(b)),
      ]),
    },
  };
}

function coActivationInWords(found: CoActivation): string {
  const { codes, least, latents, all } = found;
  const drawn = drawnPairs(found);
  const named = drawn
    .slice(0, NAMED_PAIRS)
    .map(({ a, b, lift, together }) => `${a} and ${b} (lift ${formatFixed(lift, 2)}, in ${together} bases)`);
  const [first, last] = [latents[0]!, latents.at(-1)!];
  return [
    `${count(latents.length, "latent")} on a circle, from latent ${first.id}, active in ${formatNumber(first.codes)} of ${formatNumber(codes)} bases, to latent ${last.id}, active in ${formatNumber(last.codes)}.`,
    drawn.length === 0
      ? "No two of them are joined."
      : `${count(drawn.length, "line")}, the widest between ${list(named)}.`,
    `Of all ${formatNumber(all.active)} latents that are active in some base, ${count(all.pairs, "pair")} are together in at least ${least} bases; a latent of the SAE is joined to ${formatNumber(all.meanDegree, 3)} others in the mean, and at most to ${formatNumber(all.largestDegree)}.`,
  ].join(" ");
}
