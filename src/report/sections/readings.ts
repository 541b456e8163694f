import type { EffectReadings, RunReadings } from "../../experiment/record.generated.ts";
import type { Report } from "../report.generated.ts";
import { count, formatNumber } from "../words/format.ts";
import {
  bearingDimensions,
  curveInWords,
  effectName,
  readingInterval,
  readingText,
  sharesText,
  sortedReadings,
  verdictCounts,
} from "../words/readings-words.ts";
import type { Block, Figure, Section, Table } from "./section.ts";

/** Every effect over other readings of the same curves; none where they were not made. */
export function readingsSections({ readings, reference }: Report): readonly Section[] {
  if (!readings || readings.effects.length === 0) return [];
  return [
    {
      id: "readings",
      title: "Over other readings",
      short: "Other readings",
      blocks: [
        ...(readings.doubt === null
          ? []
          : [{ kind: "alert" as const, label: "Nothing can be concluded", text: readings.doubt }]),
        {
          kind: "paragraph",
          text: "A claim leaves open how a number is made of a curve. Here each effect is judged again over a list of readings that was fixed before, from the same curves. Nothing here changes a verdict.",
        },
        {
          kind: "note",
          text: `One rule for all: an effect above 0 is in the claim’s favour, and a reading is supported where its whole 95 % interval (${formatNumber(readings.resamples)} resamples of the bases, the same for all readings of an effect) is above 0, contradicted where all of it is below. A threshold in steps cannot be carried over to another unit, so that this asks for the sign alone: a criterion may be contradicted as too small where its readings are supported. Effects are in standard deviations of ${reference ?? "the reference"}, KS distances where it says so, or a share.`,
        },
        summaryTable(readings),
        {
          kind: "fold",
          label: `${count(readings.effects.length, "specification curve")}, every reading of each effect`,
          blocks: readings.effects.map((effect) => figure(effect, readings)),
        },
      ],
    },
  ];
}

function summaryTable({ effects }: RunReadings): Block {
  return {
    kind: "table",
    id: "readings-summary",
    title: "How much hangs on the reading",
    note: "Held to the registered reading, of the absolute step where there are two.",
    table: {
      head: [
        { label: "effect" },
        { label: "registered reading" },
        { label: "smallest" },
        { label: "largest" },
        { label: "same sign" },
        { label: "same verdict" },
        { label: "verdicts by the sign" },
      ],
      numeric: [1, 2, 3, 4, 5],
      rows: effects.map((effect) => {
        const known = sortedReadings(effect).filter(({ value }) => value !== null);
        const registered = effect.readings.find((one) => one.registered);
        const share = (part: number | null) =>
          part === null ? formatNumber(null) : `${formatNumber(part)} of ${formatNumber(effect.known)}`;
        return [
          effectName(effect),
          registered === undefined ? formatNumber(null) : readingText(registered),
          known[0] === undefined ? formatNumber(null) : readingText(known[0]),
          known.length === 0 ? formatNumber(null) : readingText(known.at(-1)!),
          share(effect.sameSign),
          share(effect.sameVerdict),
          verdictCounts(effect),
        ];
      }),
    },
  };
}

function figure(effect: EffectReadings, all: RunReadings): Figure {
  return {
    kind: "figure",
    drawn: { readingsOf: effect.key },
    title: effectName(effect),
    sub: null,
    note: sharesText(effect),
    said: `A dot a reading with its interval, the smallest effect to the left; the rows below have a dot where a choice was made. Larger dots are registered readings. ${curveInWords(effect)}`,
    series: ["readings.csv"],
    table: readingsTable(effect, all),
  };
}

/** A row a reading, in the order of the drawing. */
function readingsTable(effect: EffectReadings, all: RunReadings): Table {
  const dimensions = bearingDimensions(effect, all);
  return {
    head: ["effect", "95 % interval", "by the sign", ...dimensions.map(({ title }) => title)].map(
      (label) => ({
        label,
      }),
    ),
    numeric: [0, 1],
    rows: sortedReadings(effect).map((reading) => [
      reading.registered ? [{ strong: readingText(reading) }, " registered"] : readingText(reading),
      readingInterval(reading),
      [{ verdict: reading.verdict, word: reading.verdict }],
      ...dimensions.map(
        ({ key, options }) =>
          options.find((option) => option.key === reading.choices[key])?.title ?? formatNumber(null),
      ),
    ]),
  };
}
