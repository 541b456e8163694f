import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replacedReports } from "../../../src/run/out/replaced-report.ts";
import { defaultRunOptions, type RunOptions } from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/sources/source.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";
import { frozenReport } from "../report/frozen.ts";

describe("a run whose folder holds a report", () => {
  const report = frozenReport();
  const { model, sae, protocol, criteria } = report;
  const same: RunOptions = {
    ...defaultRunOptions(ROOT),
    model: { ...directory("anywhere"), name: model.name },
    sae: sae && { ...directory("anywhere"), name: sae.name },
    seed: protocol.seed,
    bases: protocol.bases,
  };
  const told = async (run: Partial<RunOptions>, text = JSON.stringify(report)) => {
    const out = temporaryFolder();
    writeFileSync(join(out, "report.json"), text);
    return (await replacedReports({ ...same, out, ...run })).map((one) => one.replace(out, "OUT"));
  };

  it("says nothing where it is a report of the same run, or none that can be read", async () => {
    expect(await told({})).toEqual([]);
    expect(await told({ seed: "other" }, "{}")).toEqual([]);
    expect(await told({ out: join(ROOT, "no-such-folder") })).toEqual([]);
  });

  it("says nothing of an SAE where the paper's reports tell of none", async () => {
    const withoutSae = JSON.stringify({ ...report, sae: null });
    expect(await told({ papers: ["stable-regions"] }, withoutSae)).toEqual([]);
    expect(await told({}, withoutSae)).toEqual(["Replaces the report of a run without an SAE in OUT."]);
  });

  it("says once what the report was of where the run is of something else", async () => {
    expect(await told({ seed: "other" })).toEqual([`Replaces the report of seed ${protocol.seed} in OUT.`]);
    expect(await told({ model: directory("/a/mine"), bases: 7, sae: null })).toEqual([
      `Replaces the report of the model ${model.name}, the SAE ${sae!.name}, ${protocol.bases} bases in OUT.`,
    ]);
    const claims = new Set(criteria.map(({ key }) => key.split(".")[0]));
    expect(await told({ claim: ["none/of-them"] })).toEqual([
      `Replaces the report of ${claims.size} claims in OUT.`,
    ]);
  });
});
