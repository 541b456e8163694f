import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { coActivationOf } from "../../../src/experiment/codes/co-activation.ts";
import { seriesOf } from "../../../src/report/csv/series.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { sections } from "../../../src/report/sections.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { bentReport, frozenReport } from "./frozen.ts";

/** A report of 40 codes in which latents 0 to 5 fire, 2 and 3 always together, 4 and 5 never. */
function told(): Report {
  const codes = Array.from({ length: 40 }, (_, i) => {
    const ids = [0, ...(i % 2 === 0 ? [1] : []), ...(i % 4 < 2 ? [2, 3] : []), i % 8 < 4 ? 4 : 5];
    return { ids: Int32Array.from(ids) };
  });
  return bentReport((report) => {
    report.coActivation = coActivationOf(codes, 768);
  });
}

describe("the graph of latents", () => {
  it("is drawn with a dot a latent and a line a pair that is together more often than by chance", () => {
    const { document } = parseHTML(renderHtml(told()));
    const graph = document.querySelector("#latents svg.graph")!;
    expect(graph.querySelectorAll(".dot").length).toBe(6);
    expect([...graph.querySelectorAll("text")].map(({ textContent }) => Number(textContent)).sort()).toEqual([
      0, 1, 2, 3, 4, 5,
    ]);
    const above = told().coActivation!.pairs.filter(({ lift }) => lift > 1);
    expect(above.map(({ a, b, lift }) => [a, b, lift])).toEqual([[2, 3, 2]]);
    expect(graph.querySelectorAll(".join").length).toBe(above.length);
    expect(document.querySelector("#latents figure details p")!.textContent).toContain("2 and 3 (lift 2.00");
  });

  it("has every pair in its file, those of no larger lift than chance too", () => {
    const file = seriesOf(told()).find(({ name }) => name === "co-activation.csv")!;
    const rows = file.content.trim().split("\n");
    expect(rows).toHaveLength(1 + told().coActivation!.pairs.length);
    expect(rows[1]).toBe("2,3,20,20,20,40,2");
  });

  it("passes the door, and a report of before it was told has neither section nor file", () => {
    expect(() => parseReport(told(), "here")).not.toThrow();
    expect(sections(told()).map(({ id }) => id)).toContain("latents");
    expect(sections(frozenReport()).map(({ id }) => id)).not.toContain("latents");
    expect(seriesOf(frozenReport()).map(({ name }) => name)).not.toContain("co-activation.csv");
  });
});
