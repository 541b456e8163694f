import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Criterion } from "../../../src/claim/criterion.ts";
import { type Evidence, judgeAgain } from "../../../src/claim/evidence.ts";
import { familyBounds } from "../../../src/claim/joint/family-bounds.ts";
import { jointOfEvidence } from "../../../src/claim/joint/joint-of-evidence.ts";
import { readReport } from "../../../src/files/report-files.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { familiesOf, familyOf } from "../../../src/paper/registered-families.ts";
import { papers } from "../../../src/papers/index.ts";
import { registered } from "../../../src/vitest/criterion.ts";
import { ROOT } from "../../support/root.ts";
import { sourceTexts } from "../../support/source-texts.ts";

for (const { path } of sourceTexts("spec/claims").filter(({ path }) => path.endsWith(".spec.ts"))) {
  const [paper, file] = path.split("/").slice(-2) as [string, string];
  await import(`../../claims/${paper}/${file.replace(".spec.ts", "")}.spec.ts`);
}

const FOLDER = join(ROOT, "reports/organism");
const report = await readReport(join(FOLDER, "report.json"));
const evidence: readonly Evidence[] = readdirSync(join(FOLDER, "evidence"), {
  recursive: true,
  encoding: "utf8",
})
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(join(FOLDER, "evidence", file), "utf8")));
const criterionOf = (key: string): Criterion => registered.find((one) => one.key === key)!;

describe("the committed report", () => {
  it("has a file of evidence for every criterion, and no other", () => {
    expect(evidence.map(({ key }) => key).sort()).toEqual(report.criteria.map(({ key }) => key).sort());
  });

  // one of each statistic at full resamples; of the others the values alone, which need none
  const full = ["bag-resembles-real-less.absolute", "plateau-order.real-over-random"];
  it.each(full)(
    "is judged again from the file of %s alone: verdict, reason and interval, to the last bit",
    (name) => {
      const one = evidence.find(({ key }) => key.endsWith(`/${name}`))!;
      const again = judgeAgain(criterionOf(one.key), one, {
        rng: rngFromSeed(report.protocol.seed).fork("bootstrap"),
      });
      const { judgement, control, planted } = one;
      expect(again).toMatchObject({ judgement, control, planted }); // files of before may lack what is kept now
      const entry = report.criteria.find(({ key }) => key === one.key)!;
      expect(entry).toMatchObject({
        verdict: judgement.verdict,
        reason: judgement.reason,
        statistic: { value: judgement.value, interval: judgement.interval },
      });
    },
  );

  it("has the simultaneous bounds of its primary criteria from their files alone, to the last bit", () => {
    const families = familiesOf(papers.find(({ id }) => id === report.paper.id)!);
    const options = {
      rng: rngFromSeed(report.protocol.seed).fork("bootstrap"),
      runBases: report.protocol.bases,
    };
    const columns = evidence.flatMap((one) => {
      const criterion = criterionOf(one.key);
      const joint =
        familyOf(families, criterion.name) === "primary" ? jointOfEvidence(criterion, one, options) : null;
      return joint ? [[one.key, joint] as const] : [];
    });
    const bounds = familyBounds(new Map(columns), families.primary.length);
    for (const { key, simultaneous } of report.criteria)
      expect(simultaneous, key).toEqual(bounds.get(key) ?? null);
  });

  it("has the values of its files, claim, control and planted effect, in every criterion", () => {
    for (const one of evidence) {
      const again = judgeAgain(criterionOf(one.key), one, { rng: rngFromSeed("values"), resamples: 2 });
      const entry = report.criteria.find(({ key }) => key === one.key)!;
      const values = [again.judgement.value, again.control.value, again.planted!.value];
      expect(values, one.key).toEqual([entry.statistic.value, entry.control.value, entry.planted!.value]);
    }
  });
});
