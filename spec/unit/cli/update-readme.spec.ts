import { describe, expect, it } from "vitest";
import { readmeClaims, withClaims } from "../../../src/cli/commands/update-readme.ts";
import { MalformedFileError } from "../../../src/errors/index.ts";
import { readReport } from "../../../src/files/report-files.ts";

const BEGIN = "<!-- generated from reports/organism/report.json by npm run cli -- update-readme -->";
const END = "<!-- end of generated text -->";
const report = await readReport("fixtures/report/frozen-report.json");

describe("the claims in README", () => {
  it("replace what stands between the markers and nothing else", () => {
    const fresh = withClaims(`# Title\n\n${BEGIN}\n\nwhat stood there\n${END}\n\nend\n`, report);
    expect(fresh.startsWith(`# Title\n\n${BEGIN}\n\n`)).toBe(true);
    expect(fresh.endsWith(`\n\n${END}\n\nend\n`)).toBe(true);
    expect(fresh).not.toContain("what stood there");
    expect(withClaims(fresh, report)).toBe(fresh);
  });

  it("are counted in the sentence above them, and the sentences beside it stay", () => {
    const above = "It runs. On the organism 1 of 2 criteria are supported; E3 is not. Not all ran.";
    const below = `${END}\n\nOn the organism 1 of 2 criteria are supported.\n`;
    const fresh = withClaims(`${above}\n\n${BEGIN}\n${below}`, report);
    const { byVerdict, criteria } = report.summary;
    const [first] = fresh.split("\n");
    expect(first).toMatch(
      new RegExp(
        `^It runs\\. On the organism ${byVerdict["supported"]} of ${criteria} criteria are supported, [^.]*\\. Not all ran\\.$`,
      ),
    );
    expect(first).not.toContain("E3 is not");
    expect(fresh.endsWith(below)).toBe(true);
  });

  it("have a badge and a row for every criterion, and say what they are about", () => {
    const text = readmeClaims(report);
    for (const { key, verdict, statistic } of report.criteria) {
      expect(text).toContain(`(reports/organism/badges/${key}.svg)`);
      expect(text).toContain(verdict);
      expect(text).toContain(statistic.name);
    }
    const rows = text.split("\n").filter((line) => line.startsWith("| **"));
    expect(rows).toHaveLength(report.criteria.length);
    expect(text).toContain("(reports/organism/badges/gpt2-small.svg)");
    expect(text).toContain(report.scope.split(".")[0]);
  });

  it("change when a verdict changes", () => {
    const [first, ...others] = report.criteria;
    const criteria = [{ ...first!, verdict: "error" as const }, ...others];
    expect(readmeClaims({ ...report, criteria })).not.toBe(readmeClaims(report));
  });

  it.each([
    ["the first marker", `# Title\n${END}\n`],
    ["the last marker", `# Title\n${BEGIN}\n`],
    ["their order", `${END}\n${BEGIN}\n`],
  ])("are refused where README lacks %s", (_, text) => {
    expect(() => withClaims(text, report)).toThrow(MalformedFileError);
  });
});
