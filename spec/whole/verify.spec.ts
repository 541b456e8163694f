import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Evidence } from "../../src/claim/evidence.ts";
import { verify as verifyHere } from "../../src/cli/commands/verify.ts";
import { MalformedFileError, MissingFileError } from "../../src/errors/index.ts";
import { readReport, writeReport } from "../../src/files/report-files.ts";
import { summaryOf } from "../../src/report/build-report.ts";
import { renderHtml } from "../../src/report/html/render-html.ts";
import type { Report } from "../../src/report/report.generated.ts";
import { differencesFrom } from "../../src/report/verification.ts";
import { cli, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";
import { ROOT } from "../support/root.ts";

const FOLDER = join(ROOT, "reports/organism");
/** One criterion of the committed report, whose statistic is quick. */
const NAME = "synthetic-activations/earlier-towards-real.absolute";
const evidence: Evidence = JSON.parse(readFileSync(join(FOLDER, `evidence/${NAME}.json`), "utf8"));
const report = await readReport(join(FOLDER, "report.json")).then((whole): Report => {
  const criteria = whole.criteria.filter(({ key }) => key === NAME).map(({ simultaneous: _, ...one }) => one);
  const { hypotheses: _, abstract: __, ...rest } = whole; // they are of all criteria
  return { ...rest, criteria, summary: summaryOf(criteria) };
});

const pageOf = (told: Report, samples: readonly Evidence[] = [evidence]) =>
  renderHtml(told, { evidence: samples, bases: null });
const verify = (path: string) => start(cli("verify", path), {}, { cwd: ROOT }).ended;
const verifyPage = (page: string) => {
  const file = join(temporaryFolder(), "report.html");
  writeFileSync(file, page);
  return verify(file);
};

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

  it("and whose samples were changed ends with 1, and says what they give", async () => {
    const other = structuredClone(evidence) as unknown as {
      samples: { own: { groups: { real: { values: number[] } } } };
    };
    for (let i = 0; i < 100; i++) other.samples.own.groups.real.values[i]! += 30;
    const { code, out } = await verifyPage(pageOf(report, [other as unknown as Evidence]));
    expect(code).toBe(1);
    expect(out).toMatch(/^! E2 absolute: it is told as supported, .*, and its samples give /);
  });

  it("is refused where it holds no data, damaged data, or is not there", async () => {
    const file = join(temporaryFolder(), "report.html");
    const refused = async (page: string) => {
      writeFileSync(file, page);
      return verifyHere(ROOT, file);
    };
    await expect(verifyHere(ROOT, file)).rejects.toThrow(MissingFileError);
    await expect(refused(renderHtml(report))).rejects.toThrow("holds no report data to judge again");
    await expect(refused(pageOf(report).replace(/(id="data-report">).{40}/, "$1AAAA"))).rejects.toThrow(
      "cannot be read",
    );
    await expect(refused(pageOf(report, [{ key: 7 } as unknown as Evidence]))).rejects.toThrow(
      MalformedFileError,
    );
  });
});

describe("what a report says beside what its samples give", () => {
  const { judgement, control, planted, threshold, statistic } = evidence;
  const again = { key: NAME, threshold, statistic: statistic.name, judgement, control, planted };
  const differences = (
    bend: (criterion: Report["criteria"][number]) => void,
    found = again,
    has = [NAME],
  ) => {
    const copy = structuredClone(report);
    bend(copy.criteria[0]!);
    return differencesFrom(copy, new Map([[NAME, found]]), new Set(has)).map(({ said }) => said);
  };

  it("is equal where all of it is, to the last bits of a logarithm", () => {
    expect(differences(() => {})).toEqual([]);
    expect(
      differences(({ statistic: one }) => Object.assign(one, { value: one.value! * (1 + 1e-12) })),
    ).toEqual([]);
  });

  it.each<[string, (criterion: Report["criteria"][number]) => void]>([
    ["value", ({ statistic: one }) => Object.assign(one, { value: one.value! + 0.01 })],
    [
      "interval",
      ({ statistic: one }) => Object.assign(one, { interval: [one.interval![0], one.interval![1] + 1] }),
    ],
    ["verdict", (one) => Object.assign(one, { verdict: "contradicted" })],
    ["reason", (one) => Object.assign(one, { reason: "Because." })],
    ["number of bases", (one) => Object.assign(one, { n: 7 })],
    ["threshold", (one) => Object.assign(one.threshold, { above: 0.1 })],
    ["statistic", ({ statistic: one }) => Object.assign(one, { name: "another" })],
    ["control", (one) => Object.assign(one.control, { verdict: "supported" })],
    ["planted effect", (one) => Object.assign(one.planted!, { value: 0 })],
  ])("differs by its %s, in one sentence that begins with the criterion", (_, bend) => {
    const found = differences(bend);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^E2 absolute: /);
  });

  it("differs where there are no samples, no such claim, or samples that cannot be judged", () => {
    expect(differences(() => {}, again, [])).toEqual(["E2 absolute: the report holds no samples of it."]);
    expect(differencesFrom(report, new Map(), new Set([NAME]))[0]!.said).toContain(
      "this version has no claim",
    );
    const fails = { key: NAME, fails: "a group is empty." };
    expect(differencesFrom(report, new Map([[NAME, fails]]), new Set([NAME]))[0]!.said).toContain(
      "a group is empty.",
    );
  });
});
