import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { digestOfFacts } from "../../../src/claim/registration/facts.ts";
import type { RegisteredFacts } from "../../../src/claim/registration/ledger.generated.ts";
import { keepReplicatesOf } from "../../../src/cli/commands/keep-replicates.ts";
import { keptReplicatesOf } from "../../../src/files/registered/replicates-file.ts";
import { summaryOf } from "../../../src/report/build-report.ts";
import { hypothesesOf } from "../../../src/report/hypotheses.ts";
import { parseKeptReplicates } from "../../../src/report/replicates/parse-kept-replicates.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { temporaryFolder } from "../../support/files.ts";
import { frozenReport } from "../report/frozen.ts";

const NOW = new Date("2026-11-27T12:00:00Z");
const PAPER = frozenReport().paper.id;
const WEIGHTS = frozenReport().model.weightsDigest;
const LEDGER = `spec/registered/${PAPER}/organism.json`;
const [first, second] = frozenReport().criteria;
const nameOf = ({ key }: { readonly key: string }) => key.slice(PAPER.length + 1);

function factsWith(threshold: string): RegisteredFacts {
  return {
    ...{ hypothesis: "E2", family: "primary", statement: "s", statistic: "t", interval: "percentile" },
    ...{ groups: [], measured: [], metrics: [], threshold, control: "c", controlMeasured: [] },
    ...{ planted: null, plantedMeasured: null, n: 1000, seeds: ["0", "1", "2"] },
  };
}
const git = (root: string, ...words: string[]) =>
  execFileSync("git", ["-c", "user.name=n", "-c", "user.email=e@example.org", ...words], {
    cwd: root,
    encoding: "utf8",
  }).trim();

/** Writes the ledger of the first criterion alone, with this threshold registered. */
function writeLedger(root: string, threshold: string): string {
  const facts = factsWith(threshold);
  const sha256 = digestOfFacts(facts);
  const entry = { date: "2026-11-27", because: "b", known: "k", sha256, facts };
  const ledger = {
    ...{ paper: PAPER, model: { name: "organism", weights: WEIGHTS }, bases: 1000, moreBases: 1000 },
    ...{ seeds: ["0", "1", "2"], known: "k", criteria: { [nameOf(first!)]: [entry] } },
  };
  mkdirSync(join(root, "spec/registered", PAPER), { recursive: true });
  writeFileSync(join(root, LEDGER), JSON.stringify(ledger));
  return sha256;
}

let root: string;
let commit: string;
let digest: string;
beforeEach(() => {
  root = temporaryFolder();
  digest = writeLedger(root, "above 3");
  git(root, "init", "-q");
  git(root, "add", ".");
  git(root, "commit", "-qm", "what was registered");
  commit = git(root, "rev-parse", "HEAD");
});

/** A report of this seed in a folder of its own: two criteria, of which the ledger has the first. */
function run(seed: string, change: (report: Report) => void = () => {}): string {
  const report = frozenReport();
  report.protocol.seed = seed;
  report.criteria = [first!, second!].map((one) => ({
    ...structuredClone(one),
    registered: { date: "2026-11-27", family: "primary" as const, deviation: null },
    expected: null,
  }));
  report.criteria[0]!.statistic.value! += Number(seed) / 1000;
  Object.assign(report.provenance, { commit, dirty: false });
  report.summary = summaryOf(report.criteria);
  report.hypotheses = hypothesesOf(report.criteria, []);
  change(report);
  const folder = join(root, `seed-${seed}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.json"), JSON.stringify(report));
  return folder;
}
const keep = (folders: readonly string[], more: Partial<Parameters<typeof keepReplicatesOf>[1]> = {}) =>
  keepReplicatesOf(folders, { root, store: { ci: false }, because: "for the test", now: NOW, ...more });

describe("replicates --keep", () => {
  it("keeps values by the order of the registered seeds, with their provenance and digest, and says what it could not", async () => {
    const said = await keep([run("2"), run("0"), run("1")]);
    const file = `spec/registered/${PAPER}/replicates/organism.json`;
    expect(said).toBe(
      `${file}: 1 criterion of 3 runs kept.\n  not kept, since it is not as registered: ${nameOf(second!)}\n`,
    );
    const kept = (await keptReplicatesOf(root, PAPER, WEIGHTS))!;
    expect(kept).toMatchObject({
      seeds: ["0", "1", "2"],
      made: { date: "2026-11-27", because: "for the test", commit },
    });
    const one = kept.criteria[nameOf(first!)]!;
    const value = first!.statistic.value!;
    expect(one.of.values).toEqual([value, value + 1 / 1000, value + 2 / 1000]);
    expect([one.sha256, Object.keys(kept.criteria)]).toEqual([digest, [nameOf(first!)]]);
    expect(await keptReplicatesOf(root, PAPER, "0".repeat(64))).toBeNull();
    expect(await keptReplicatesOf(root, "another-paper", WEIGHTS)).toBeNull();
  });

  it("has the digest of what was registered when the runs were made, whatever the ledger says since", async () => {
    const folders = [run("0"), run("1")];
    expect(writeLedger(root, "above 4")).not.toBe(digest);
    await keep(folders);
    expect((await keptReplicatesOf(root, PAPER, WEIGHTS))!.criteria[nameOf(first!)]!.sha256).toBe(digest);
  });

  it("keeps no criterion that deviates in one of the runs from what was registered", async () => {
    const deviating = run("1", ({ criteria }) =>
      Object.assign(criteria[0]!.registered!, { deviation: "another n" }),
    );
    expect(await keep([run("0"), deviating])).toContain("0 criteria of 2 runs kept.");
  });

  const refused: readonly (readonly [string, RegExp, () => Promise<string>])[] = [
    ["without a reason", /no reason/, () => keep([run("0"), run("1")], { because: " " })],
    ["in CI", /CI run/, () => keep([run("0"), run("1")], { store: { ci: true } })],
    ["of seeds that leave one out", /the seeds of replicates to keep/, () => keep([run("0"), run("2")])],
    ["of one run", /at least 2/, () => keep([run("0")])],
    [
      "of a model without a ledger",
      /the model of replicates to keep/,
      () =>
        keep(
          [0, 1].map((seed) =>
            run(String(seed), ({ model }) => Object.assign(model, { weightsDigest: "0".repeat(64) })),
          ),
        ),
    ],
    [
      "of a source with changes",
      /the sources of replicates to keep/,
      () => keep([run("0"), run("1", ({ provenance }) => Object.assign(provenance, { dirty: true }))]),
    ],
    [
      "of a commit that is not here",
      /the commit of replicates to keep/,
      () =>
        keep(
          [0, 1].map((seed) =>
            run(String(seed), ({ provenance }) => Object.assign(provenance, { commit: "f".repeat(40) })),
          ),
        ),
    ],
  ];
  it.each(refused)("is refused %s", async (_, message, kept) => {
    await expect(kept()).rejects.toThrow(message);
    expect(await keptReplicatesOf(root, PAPER, WEIGHTS)).toBeNull();
  });
});

describe("a file of kept replicates", () => {
  it("is refused where it is damaged", async () => {
    await keep([run("0"), run("1")]);
    const text = readFileSync(join(root, `spec/registered/${PAPER}/replicates/organism.json`), "utf8");
    const parse = (change: (kept: ReturnType<typeof parseKeptReplicates>) => void) => {
      const kept = JSON.parse(text);
      change(kept);
      return () => parseKeptReplicates(JSON.stringify(kept), "kept.json");
    };
    const of = (kept: ReturnType<typeof parseKeptReplicates>) => kept.criteria[nameOf(first!)]!.of;
    expect(parse(() => {})).not.toThrow();
    expect(() => parseKeptReplicates("{", "kept.json")).toThrow("is not JSON");
    expect(parse((kept) => Reflect.deleteProperty(kept, "seeds"))).toThrow("seeds");
    expect(parse((kept) => of(kept).values.pop())).toThrow("1 values, and there are 2 seeds");
    expect(parse((kept) => of(kept).verdicts.splice(0, 1, "yes" as never))).toThrow("verdicts/0");
    expect(parse((kept) => Object.values(kept.hypotheses)[0]!.verdicts.pop())).toThrow("1 verdicts");
  });
});
