import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeEvidence } from "../../../src/files/evidence-files.ts";
import { temporaryFolder } from "../../support/files.ts";

const judgement = { verdict: "supported", reason: "r", value: 1, interval: [0, 2], n: 3 } as const;
const evidence = {
  key: "a-paper/a-claim.part",
  hypothesis: "E0",
  schedule: null,
  statement: "s",
  where: "w",
  authors: null,
  statistic: { name: "mean", unit: "steps", method: "percentile" },
  threshold: { above: 0, because: "b" },
  judgement,
  control: { name: "c", ...judgement },
  beside: [],
  samples: { real: [1, null, 3], random: [4, 5, 6] },
};

describe("evidence on disk", () => {
  it("reads back as it was, and holds every sample", async () => {
    const folder = temporaryFolder();
    await writeEvidence(folder, [evidence]);
    expect(JSON.parse(readFileSync(join(folder, "evidence/a-paper/a-claim.part.json"), "utf8"))).toEqual(
      evidence,
    );
  });

  it("keeps no file of a claim that an earlier run had", async () => {
    const folder = temporaryFolder();
    await writeEvidence(folder, [
      { ...evidence, key: "a-paper/gone" },
      { ...evidence, key: "no-paper/gone" },
    ]);
    await writeEvidence(folder, [evidence]);
    expect(readdirSync(join(folder, "evidence"))).toEqual(["a-paper"]);
    expect(readdirSync(join(folder, "evidence/a-paper"))).toEqual(["a-claim.part.json"]);
  });
});
