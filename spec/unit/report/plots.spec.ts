import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Distribution } from "../../../src/experiment/record.generated.ts";
import { curveBandPlot } from "../../../src/report/plots/curve-band.ts";
import { distributionFunction, distributionPlot } from "../../../src/report/plots/distribution-functions.ts";
import { effectAxis, niceTicks } from "../../../src/report/plots/effect-axis.ts";
import { meanCurvesPlot } from "../../../src/report/plots/mean-curves.ts";
import { PALETTE, typeStyle } from "../../../src/report/plots/palette.ts";
import { responseFigure } from "../../../src/report/plots/response-figure.ts";
import { spreadLabels } from "../../../src/report/plots/spread-labels.ts";
import { bandsAlong } from "../../../src/report/sections/curves.ts";
import { distributionQuantile, distributionsOf } from "../../../src/report/sections/distributions.ts";
import { formatNumber } from "../../../src/report/words/format.ts";
import { frozenReport } from "./frozen.ts";

const distribution: Distribution = {
  metric: "plateauLength",
  type: "real",
  n: 10,
  never: 4,
  values: [2, 5, 7],
  counts: [1, 3, 2],
};

describe("a distribution function", () => {
  it("counts bases without the event as beyond every value", () => {
    expect(distributionFunction(distribution)).toEqual([
      { x: 2, share: 0.1 },
      { x: 5, share: 0.4 },
      { x: 7, share: 0.6 },
    ]);
  });

  it("has quantiles only as far as the events go", () => {
    expect(distributionQuantile(distribution, 0.1)).toBe(2);
    expect(distributionQuantile(distribution, 0.11)).toBe(5);
    expect(distributionQuantile(distribution, 0.6)).toBe(7);
    expect(distributionQuantile(distribution, 0.61)).toBeNull();
  });

  it("is thinned without losing its last point", () => {
    const many = {
      ...distribution,
      n: 1000,
      never: 0,
      values: Array.from({ length: 1000 }, (_, i) => i),
      counts: Array<number>(1000).fill(1),
    };
    const points = distributionFunction(many);
    expect(points.length).toBeLessThan(300);
    expect(points.at(-1)).toEqual({ x: 999, share: 1 });
  });
});

describe("labels that are spread", () => {
  it("keep their order and their distance wherever there is room", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 6 }), (wanted) => {
        const placed = spreadLabels(wanted, 10, 0, 100);
        const sorted = [...placed].sort((a, b) => a - b);
        for (const [i, at] of sorted.entries())
          if (i > 0) expect(at - sorted[i - 1]!).toBeGreaterThanOrEqual(10 - 1e-9);
        for (const [i, a] of wanted.entries())
          for (const [j, b] of wanted.entries()) if (a < b) expect(placed[i]!).toBeLessThan(placed[j]!);
        expect(Math.max(...placed)).toBeLessThanOrEqual(100);
        expect(Math.min(...placed)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("the axis of an effect", () => {
  it("has room for everything that is drawn on it", () => {
    for (const name of ["frozen-report", "frozen-report-gpt2-small"] as const)
      for (const criterion of frozenReport(name).criteria) {
        const { at } = effectAxis(criterion);
        const drawn = [
          0,
          criterion.authors,
          ...(criterion.statistic.interval ?? []),
          ...(criterion.control.interval ?? []),
        ];
        for (const value of drawn) {
          if (value === null) continue;
          expect(at(value)).toBeGreaterThan(0);
          expect(at(value)).toBeLessThan(100);
        }
        expect(at(1)).toBeGreaterThan(at(0));
      }
  });

  it("has round ticks inside it", () => {
    expect(niceTicks(-0.17, 0.31, 5)).toEqual([-0.1, 0, 0.1, 0.2, 0.3]);
    expect(niceTicks(0, 13, 5)).toEqual([0, 5, 10]);
  });
});

describe("the palette", () => {
  const types = PALETTE.map((_, i) => ({ key: `type ${i}`, long: "" }));
  /** Relative luminance as WCAG 2 defines it. */
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high! + 0.05) / (low! + 0.05);
  };

  it("has eight types or more, no two of one dash or colour", () => {
    expect(PALETTE.length).toBeGreaterThanOrEqual(8);
    for (const of of ["light", "dark", "dash"] as const)
      expect(new Set(PALETTE.map((entry) => entry[of])).size, of).toBe(PALETTE.length);
  });

  it("is legible as text on either page", () => {
    for (const { light, dark } of PALETTE) {
      expect(contrast(light, "#ffffff"), light).toBeGreaterThan(4.5);
      expect(contrast(light, "#fcfcfa"), light).toBeGreaterThan(4.5);
      expect(contrast(dark, "#1b1f25"), dark).toBeGreaterThan(4.5);
    }
  });

  it("goes by the place of a type in the report, whatever it is called; others are grey and dotted", () => {
    expect(typeStyle(types, "type 2")).toEqual({ colour: "var(--series-3)", dash: PALETTE[2]!.dash });
    expect(typeStyle(types, "real")).toEqual({ colour: "var(--muted)", dash: "1 3" });
    const more = [...types, { key: "one more", long: "" }];
    expect(typeStyle(more, "one more")).toEqual({ colour: "var(--muted)", dash: "1 3" });
    expect(PALETTE.map(({ dash }) => dash)).not.toContain("1 3");
  });
});

describe("a plot", () => {
  const report = frozenReport();
  const { types } = report;
  const [perturbation, metric] = [report.perturbations[1]!, report.metrics[2]!];
  const towards = bandsAlong(perturbation.key, report);
  const words = { perturbation, types, reference: towards[0]!, top: 30 };
  const all: [string, () => string][] = [
    ["mean curves", () => meanCurvesPlot(perturbation, towards, types)],
    ["a band", () => curveBandPlot(towards[1]!, words)],
    ["distributions", () => distributionPlot(metric, distributionsOf(metric.key, report), types)],
  ];

  it.each(all)("of %s has a title, a description and no colour of its own", (_, plot) => {
    const svg = plot();
    expect(svg).toMatch(/<title id="[^"]+">[^<]{5,}<\/title><desc id="[^"]+">[^<]{20,}<\/desc>/);
    expect(svg).not.toMatch(/(stroke|fill)="(#|rgb|black|white|steelblue)/);
    expect(svg).not.toContain("<style");
    expect(svg).not.toContain("NaN");
  });

  it("that stands alone has its colours, its title and where each type rises most; none without the curves", () => {
    const drawn = (metric: string) =>
      responseFigure(report, { metric, types: ["real", "random"], title: "<A & B>" });
    const svg = drawn("maxSlopeStep.absolute")!;
    expect(svg).toContain("prefers-color-scheme:dark");
    expect(svg).toContain(">&lt;A &amp; B&gt;</text>");
    for (const type of ["real", "random"]) {
      const { mean } = report.measurements["maxSlopeStep.absolute"]![type]!;
      expect(svg).toContain(`>towards a ${type} activation</text>`);
      expect(svg).toContain(`>on average steepest at ${formatNumber(mean)} steps</text>`);
    }
    const dots = [...svg.matchAll(/<circle [^>]*cy="([\d.]+)"/g)].map(([, y]) => Number(y));
    const said = [...svg.matchAll(/translate\([\d.]+,([\d.]+)\)[^>]*>on average/g)].map(([, y]) => Number(y));
    expect(dots).toHaveLength(2);
    expect(said, "beside the dots, not across the curves at the axis").toEqual(dots);
    expect(svg.match(/ xmlns="/g)).toHaveLength(1);
    expect(drawn("nothing")).toBeNull();
  });

  it.each(all)("of %s is the same text every time", (_, plot) => {
    expect(plot()).toBe(plot());
  });

  it("names every type beside its line and tells lines apart by dash, the first being solid", () => {
    for (const svg of [all[0]![1](), all[2]![1]()]) {
      for (const type of ["real", "random", "structured", "baseline", "reconstruction"])
        expect(svg).toContain(`>${type}</text>`);
      expect(new Set(svg.match(/stroke-dasharray="[^"]+"/g)).size).toBe(4);
    }
  });

  it("has no number finer than a hundredth of a pixel", () => {
    for (const [, plot] of all) expect(plot()).not.toMatch(/\d\.\d{3}/);
  });

  it("sets no label of a distribution on the axis, however early the curves rise", () => {
    const early = ["real", "random", "structured", "baseline", "reconstruction"].map((type, i) => ({
      ...distribution,
      type,
      never: 0,
      values: [1 + i, 2 + i, 60],
      counts: [4, 5, 1],
    }));
    const svg = distributionPlot(metric, early, types);
    const ends = [
      ...svg.matchAll(/text-anchor="end"[^>]*><text transform="translate\(([\d.]+),[^>]*>([a-z]+)</g),
    ];
    for (const [, x, type] of ends) expect(Number(x) - 8 * type!.length, type).toBeGreaterThan(40);
    for (const { type } of early) expect(svg).toContain(`>${type}</text>`);
    expect(ends.length).toBeLessThan(3);
  });
});
