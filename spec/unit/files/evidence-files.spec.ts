import { describe, expect, it } from "vitest";
import { evidenceFiles } from "../../../src/files/beside/evidence-files.ts";

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
  samples: {
    own: {
      bases: [[0, 1] as const, [3, 3] as const],
      groups: {
        real: { values: [1, null, 3], meanDistance: 2.5, stepsGrowWithDistance: false, lost: [2] },
        random: { values: [4, 5, 6], meanDistance: null, stepsGrowWithDistance: false, atEnd: 1 },
      },
    },
    control: null,
  },
};

describe("the files of evidence", () => {
  it("read back as it was, and hold every sample", () => {
    const [{ path, content } = { path: "", content: "" }] = evidenceFiles([evidence]);
    expect(path).toBe("evidence/a-paper/a-claim.part.json");
    expect(JSON.parse(String(content))).toEqual(evidence);
  });
});
