import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import type { EffectReadings, ReadingValue, RunReadings } from "../../../src/experiment/record.generated.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import { sections } from "../../../src/report/sections.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import {
  bearingDimensions,
  curveInWords,
  sharesText,
  sortedReadings,
} from "../../../src/report/words/readings-words.ts";
import { bentReport, frozenReport } from "./frozen.ts";

const reading = (
  value: number | null,
  choices: Readonly<Record<string, string>>,
  registered = false,
): ReadingValue => ({
  choices,
  registered,
  unit: choices["distance"] === "ks" ? "probability" : "sd",
  n: 1000,
  value,
  interval: value === null ? null : [value - 0.1, value + 0.1],
  verdict:
    value === null || Math.abs(value) < 0.1 ? "inconclusive" : value > 0 ? "supported" : "contradicted",
});

const effect: EffectReadings = {
  key: "resembles",
  hypothesis: "E3",
  aboveZero: "structured is near <real>",
  readings: [
    reading(0.3, { end: "nearest", distance: "w1" }, true),
    reading(-0.2, { end: "own", distance: "w1" }),
    reading(0.05, { end: "nearest", distance: "ks" }),
    reading(null, { end: "own", distance: "ks" }),
  ],
  known: 3,
  sameSign: 2,
  sameVerdict: 1,
};
const readings: RunReadings = {
  resamples: 400,
  doubt: null,
  dimensions: [
    { key: "schedule", title: "step", options: [{ key: "absolute", title: "fixed length" }] },
    {
      key: "end",
      title: "where curves end",
      options: [
        { key: "nearest", title: "the nearest target" },
        { key: "own", title: "their own target" },
        { key: "last", title: "their last point" },
      ],
    },
    {
      key: "distance",
      title: "distance",
      options: [
        { key: "w1", title: "W1" },
        { key: "ks", title: "KS" },
      ],
    },
  ],
  effects: [effect],
};
const report = bentReport((bent) => Object.assign(bent, { readings }));

describe("the section on other readings", () => {
  it("stands behind the cards, and only where readings were made", () => {
    const ids = (of = report) => sections(of).map(({ id }) => id);
    expect(ids().indexOf("readings")).toBeGreaterThan(ids().indexOf("cards"));
    for (const none of [
      frozenReport("frozen-report-gpt2-small"),
      bentReport((bent) => Object.assign(bent, { readings: null })),
    ])
      expect(ids(none)).not.toContain("readings");
    expect(parseReport(report, "the report").readings).toEqual(readings);
  });

  it("says what share of readings has the sign and the verdict of the registered one, and nothing where it has none", () => {
    expect(sharesText(effect)).toBe(
      "2 of 3 readings have the sign of the registered one (67\u00a0%), 1 its verdict by the sign (33\u00a0%).",
    );
    expect(sharesText({ ...effect, sameSign: null, sameVerdict: null })).toMatch(/has no value/);
  });

  it("sorts readings by effect and tells the drawing in words: ends, verdicts, place of the registered one", () => {
    expect(sortedReadings(effect).map(({ value }) => value)).toEqual([-0.2, 0.05, 0.3, null]);
    expect(curveInWords(effect)).toBe(
      `3 readings sorted by effect, from \u22120.20 sd to 0.30 sd: 1 supported, 2 inconclusive and 1 contradicted. The registered reading, 0.30 sd, is number 3 from below. ${sharesText(effect)}`,
    );
  });

  it("has rows for the choices that vary, and none for one that does not bear on the effect", () => {
    const shown = bearingDimensions(effect, readings).map(({ key, options }) => [
      key,
      options.map((one) => one.key),
    ]);
    expect(shown).toEqual([
      ["end", ["nearest", "own"]],
      ["distance", ["w1", "ks"]],
    ]);
  });

  it("draws a mark a reading with a value, and below it one dot for each of its choices, larger where registered", () => {
    const { document } = parseHTML(renderHtml(report));
    const plot = document.querySelector("#readings .effect-plot")!;
    const [curve, ...rows] = [...plot.querySelectorAll("svg")];
    const marks = (svg: typeof plot) =>
      [...svg.querySelectorAll("circle")].map((mark) => Number(mark.getAttribute("r")));
    expect(marks(curve!)).toEqual([2.5, 2.5, 4.5]);
    expect(curve!.querySelectorAll(".interval").length).toBe(3);
    expect(rows.map(marks)).toEqual([[2, 4], [2], [2, 4], [2]]);
    expect(plot.getAttribute("aria-label")).toBe(curveInWords(effect));
    // what stands on the left is smaller, what stands higher is larger
    const at = (name: string) =>
      [...curve!.querySelectorAll("circle")].map((mark) => Number.parseFloat(mark.getAttribute(name)!));
    expect(at("cx")).toEqual([...at("cx")].sort((a, b) => a - b));
    expect(at("cy")).toEqual([...at("cy")].sort((a, b) => b - a));
  });

  it("has every reading in a table, in the page and in Markdown, the registered one marked", () => {
    const { document } = parseHTML(renderHtml(report));
    const rows = [...document.querySelectorAll("#readings details tbody tr")];
    expect(rows.map((row) => row.querySelector("th")!.textContent)).toEqual([
      "\u22120.20 sd",
      "0.05 KS",
      "0.30 sd registered",
      "\u2013",
    ]);
    const text = renderMarkdown(report);
    expect(text).toContain("| **0.30 sd** registered | 0.20 to 0.40 | supported | the nearest target | W1 |");
    expect(text).toContain("## Over other readings");
  });

  it("says first that nothing can be concluded where the SAE is in doubt", () => {
    const doubtful = bentReport((bent) =>
      Object.assign(bent, { readings: { ...readings, doubt: "The SAE is broken." } }),
    );
    for (const shown of [renderHtml(doubtful), renderMarkdown(doubtful)])
      expect(shown).toMatch(/Nothing can be concluded[\s\S]{0,40}The SAE is broken\./);
  });
});
