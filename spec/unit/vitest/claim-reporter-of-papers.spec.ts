import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReport } from "../../../src/files/report-files.ts";
import type { Paper } from "../../../src/paper/paper.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import ClaimReporter from "../../../src/vitest/claim-reporter.ts";
import { finish, left, moduleOf, runsInto, second, skipped, test } from "../../support/left-by-claims.ts";
import { ROOT } from "../../support/root.ts";

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "claim-reporter-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const { options, runOf, first } = runsInto(() => out);

describe("a finished run of two papers", () => {
  const ofSecond = (name: string, hypothesis = "E2") => left(name, { of: second, hypothesis });

  it("is two reports: the first paper's in the run's folder, the other's in a folder of its own there", async () => {
    const { papers, errors } = await finish([
      moduleOf([test(first("a")), test(left("b"))]),
      moduleOf([test({ ...ofSecond("a", "E1"), run: runOf(second) }), test(ofSecond("b", "E2"))]),
    ]);
    expect(errors).toEqual([]);
    expect(papers.map((one) => [one.paper, one.written!.dir])).toEqual([
      ["synthetic-activations", out],
      ["second", join(out, "second")],
    ]);
    for (const { written } of papers) {
      const { report, dir } = written!;
      expect(await readReport(join(dir, "report.json"))).toEqual(report);
      expect(readdirSync(join(dir, "evidence"))).toEqual([report.paper.id]);
      expect(readdirSync(join(dir, "evidence", report.paper.id))).toEqual(["a.json", "b.json"]);
    }
    const [one, other] = papers.map(({ written }) => written!.report);
    expect([one!.paper.id, one!.criteria.map(({ key }) => key)]).toEqual([
      "synthetic-activations",
      ["synthetic-activations/a", "synthetic-activations/b"],
    ]);
    // in the order of its own hypotheses, last first
    expect([other!.paper.id, other!.criteria.map(({ key, rerun }) => [key, rerun])]).toEqual([
      "second",
      [
        ["second/b", "npm run reproduce -- --claim second/b --out reports/tries/b"],
        ["second/a", "npm run reproduce -- --claim second/a --out reports/tries/a"],
      ],
    ]);
  });

  it("has neither a report nor an error of a paper whose every criterion was skipped", async () => {
    const { papers, errors } = await finish([moduleOf([test(first("a"))]), moduleOf([skipped(), skipped()])]);
    expect(papers.map((one) => one.paper)).toEqual(["synthetic-activations"]);
    expect(errors).toEqual([]);
    expect(existsSync(join(out, "second"))).toBe(false);
  });

  it("tells of a paper that is not listed in one sentence, however many criteria it has", async () => {
    const strange: Paper = { ...paper, id: "strange" };
    const ofStrange = (name: string) => test({ ...left(name, { of: strange }), run: runOf(strange) });
    const modules = [
      moduleOf([ofStrange("a"), ofStrange("b")]),
      moduleOf([test({ ...ofSecond("a"), run: runOf(second) })]),
    ];
    const { papers, errors } = await finish(modules);
    expect(errors).toEqual([
      {
        message:
          'the paper of a criterion is "strange"; it must be one that src/papers/index.ts lists: synthetic-activations, second.',
        hint: expect.stringMatching(/^Hint: a line in src\/papers\/index.ts /),
      },
    ]);
    expect(papers.map(({ paper: id, written }) => [id, written !== null])).toEqual([
      ["strange", false],
      ["second", true],
    ]);
  });

  it("writes the report of the other paper where one cannot be written, told to somebody or not", async () => {
    writeFileSync(join(out, "file"), "");
    const blocked = { ...options(), out: join(out, "file/reports") };
    const modules = [
      moduleOf([test(first("a", { options: blocked }))]),
      moduleOf([test({ ...ofSecond("a"), run: runOf(second) })]),
    ];
    const reporter = new ClaimReporter({ root: ROOT, papers: [paper, second] });
    await expect(reporter.onTestRunEnd(modules, [])).rejects.toThrow("cannot be written");
    expect((await readReport(join(out, "second/report.json"))).paper.id).toBe("second");
  });
});
