import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Evidence } from "../../../src/claim/evidence.ts";
import { readReport, writeReport } from "../../../src/files/report-files.ts";
import { summaryOf } from "../../../src/report/build-report.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { cli, start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

const FOLDER = join(ROOT, "reports/organism");
/** One criterion of the committed report, whose statistic is quick. */
const NAME = "synthetic-activations/earlier-towards-real.absolute";
const evidence: Evidence = JSON.parse(readFileSync(join(FOLDER, `evidence/${NAME}.json`), "utf8"));
const report = await readReport(join(FOLDER, "report.json")).then((whole): Report => {
  const criteria = whole.criteria.filter(({ key }) => key === NAME);
  return { ...whole, criteria, summary: summaryOf(criteria) };
});

const pageOf = (told: Report, samples: readonly Evidence[] = [evidence]) =>
  renderHtml(told, { evidence: samples, bases: null });
const verify = (path: string) => start(cli("verify", path), {}, { cwd: ROOT }).ended;
const verifyPage = (page: string) => {
  const file = join(temporaryFolder(), "report.html");
  writeFileSync(file, page);
  return verify(file);
};

/** A report that says another value than its samples have, and agrees with itself. */
function boasting(): Report {
  const copy = structuredClone(report);
  copy.criteria[0]!.statistic.value! += 1;
  return copy;
}

describe("a page that is verified", () => {
  it("and is what its samples come to ends with 0, its folder too", async () => {
    const folder = temporaryFolder();
    await writeReport(folder, report, { evidence: [evidence] });
    const page = readFileSync(join(folder, "report.html"), "utf8");
    expect(page).toBe(pageOf(report));
    for (const path of [join(folder, "report.html"), folder])
      expect(await verify(path)).toMatchObject({
        code: 0,
        out: "1 criteria judged again from 1 sets of samples: all as the report says.\n",
      });
  });

  it("and shows another verdict than its own data ends with 1 and names the criterion", async () => {
    const page = pageOf(report);
    const card = page.indexOf('<article class="card');
    const tampered = page.slice(0, card) + page.slice(card).replace("</svg>supported", "</svg>contradicted");
    const { code, out } = await verifyPage(tampered);
    expect([code, out.split("\n")[0]]).toEqual([
      1,
      "! E2 absolute: the page shows as verdict “contradicted”, and its data say “supported”.",
    ]);
  });

  it("and tells another value than its samples give, in its data too, ends with 1", async () => {
    const { code, out } = await verifyPage(pageOf(boasting()));
    expect(code).toBe(1);
    expect(out).toMatch(/^! E2 absolute: it is told as supported, .*, and its samples give supported, /);
  });

  it("and whose samples were changed ends with 1", async () => {
    const other = structuredClone(evidence) as unknown as {
      samples: { own: { groups: { real: { values: number[] } } } };
    };
    other.samples.own.groups.real.values[0]! += 30;
    expect((await verifyPage(pageOf(report, [other as unknown as Evidence]))).code).toBe(1);
  });

  it("and holds no data, damaged data or samples of nothing ends with 2 or 1, and says so", async () => {
    expect(await verifyPage(renderHtml(report))).toMatchObject({
      code: 2,
      errors: expect.stringContaining("holds no report data to judge again"),
    });
    const damaged = pageOf(report).replace(/(id="data-report">).{40}/, "$1AAAA");
    expect(await verifyPage(damaged)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("cannot be read"),
    });
    const foreign = { ...evidence, key: "nowhere/nothing" };
    expect(await verifyPage(pageOf(report, [foreign]))).toMatchObject({
      code: 1,
      out: expect.stringContaining("E2 absolute: the report holds no samples of it."),
    });
    expect((await verify(join(temporaryFolder(), "none.html"))).code).toBe(2);
  });
});
