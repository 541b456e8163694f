import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registeredEntry } from "../../../src/claim/registration/deviation.ts";
import { LEDGERS, readLedgers } from "../../../src/files/registered/ledger-file.ts";
import { keptReplicatesOf } from "../../../src/files/registered/replicates-file.ts";
import { parseGolden, readIfThere, repositoryStore } from "../../../src/golden/golden-store.ts";
import { statisticTolerance } from "../../../src/golden/organism-golden.ts";
import { papers } from "../../../src/papers/index.ts";
import { ROOT } from "../../support/root.ts";

const all = await Promise.all(
  papers.map(async ({ id }) => ({ paper: id, ledgers: await readLedgers(ROOT, id) })),
);
const kept = (
  await Promise.all(
    all.flatMap(({ paper, ledgers }) =>
      ledgers.map(async ({ file, ledger }) => ({
        ...{ paper, file, ledger },
        kept: await keptReplicatesOf(ROOT, paper, ledger.model.weights),
      })),
    ),
  )
).flatMap((one) => (one.kept === null ? [] : [{ ...one, kept: one.kept }]));

describe("kept replicates of the checkout", () => {
  it("are each of a model that a ledger is of, with its seeds in its order", () => {
    const files = papers.flatMap(({ id }) => {
      const folder = join(ROOT, LEDGERS, id, "replicates");
      return existsSync(folder) ? readdirSync(folder) : [];
    });
    expect(files).toHaveLength(kept.length);
    for (const { file, ledger, kept: one } of kept) {
      expect(one.seeds, file).toEqual(ledger.seeds.slice(0, one.seeds.length));
      expect(one.bases, file).toBe(ledger.bases);
    }
  });

  it("have as their first the run that goldens hold, of every criterion that is as it was", () => {
    const store = repositoryStore();
    for (const { paper, ledger, kept: one } of kept.filter(({ ledger: of }) => of.model.name === "organism"))
      for (const [name, { sha256, of }] of Object.entries(one.criteria)) {
        const entry = registeredEntry(ledger, name);
        const text = readIfThere(store.goldenDirectory, `organism/${paper}/${name}.json`);
        if (entry?.sha256 !== sha256 || text === undefined) continue; // a report says that these are not used
        const { values } = parseGolden(name, text) as unknown as { values: { value: number | null } };
        const [value] = of.values;
        if (value === null || values.value === null) expect(value, name).toBe(values.value);
        else {
          const unit = entry.facts.statistic.split(", in ")[1] ?? "";
          const tolerance = statisticTolerance(unit, thresholdOf(entry.facts.threshold), values.value).abs;
          expect(Math.abs(value! - values.value), name).toBeLessThanOrEqual(tolerance);
        }
      }
  });
});

/** "above 3" as a threshold. */
function thresholdOf(words: string) {
  const [kind, limit] = words.split(" ");
  return kind === "above" ? { above: Number(limit), because: "r" } : { within: Number(limit), because: "r" };
}
