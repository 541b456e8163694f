import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Ledger, RegisteredFacts } from "../../../src/claim/registration/ledger.generated.ts";
import { parseLedger } from "../../../src/claim/registration/parse-ledger.ts";
import { type RegisterOptions, register } from "../../../src/cli/commands/register.ts";
import { GoldenRefusedError, MalformedFileError } from "../../../src/errors/index.ts";
import { temporaryFolder } from "../../support/files.ts";

const FILE = "spec/registered/made-up/a-model.json";
const LEDGER: Ledger = {
  paper: "made-up",
  model: { name: "a model", weights: "0".repeat(64) },
  ...{ bases: 1000, moreBases: 1000, seeds: ["0"], known: "nothing", criteria: {} },
};
const ORGANISM = "1".repeat(64);
/** What of a paper is asked. */
const paper: RegisterOptions["papers"][number] = {
  id: "made-up",
  subject: {
    ...{ key: "its-model", name: "Its model", weights: "2".repeat(64), hook: "blocks.1.hook_resid_pre" },
    ...{ sae: null, promptTokens: 10, points: 100 },
  },
  protocol: { bases: 1000, moreBasesTimes: 7 },
};
const facts: RegisteredFacts = {
  ...{ hypothesis: "E2", family: "exploratory", statement: "s", statistic: "m", interval: "percentile" },
  ...{ groups: ["a"], measured: ["x of a"], metrics: ["x"], threshold: "above 3", control: "c" },
  ...{ controlMeasured: [], planted: null, plantedMeasured: null, n: 1000, seeds: ["0"] },
};

let root: string;
let told: string;
beforeEach(() => {
  root = temporaryFolder();
  mkdirSync(join(root, "spec/registered/made-up"), { recursive: true });
  writeFileSync(join(root, FILE), JSON.stringify(LEDGER));
  told = "";
  const tell = (text: unknown) => {
    told += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(tell);
  vi.spyOn(process.stderr, "write").mockImplementation(tell);
});
afterEach(() => vi.restoreAllMocks());

/** Registers criteria by name. */
const run = (now: Readonly<Record<string, RegisteredFacts>>, changes: Partial<RegisterOptions> = {}) =>
  register({
    ...{ root, papers: [paper], organism: ORGANISM, store: { ci: false } },
    ...{ because: "a new claim", known: null, now: new Date("2026-12-01T12:00:00Z") },
    ask: async (ledgers) => ({
      byFile: new Map(ledgers.map(({ file }) => [file, new Map(Object.entries(now))])),
      failures: [],
    }),
    ...changes,
  });
const ledger = (file = FILE) => parseLedger(readFileSync(join(root, file), "utf8"), file);

describe("register", () => {
  it("adds an entry with date, reason and what is known, and says what it is for", async () => {
    expect(await run({ "file.part": facts })).toBe(0);
    expect(ledger().criteria["file.part"]).toMatchObject([
      { date: "2026-12-01", because: "a new claim", known: "nothing", facts },
    ]);
    expect(told).toContain(`${FILE}: 1 registered on 2026-12-01.\n  "file.part" has no entry\n`);
  });

  it("says of a changed criterion what differs, and keeps the entry before", async () => {
    await run({ "file.part": facts });
    await run({ "file.part": { ...facts, threshold: "above 4" } }, { known: "its seed 0" });
    expect(told).toContain("the threshold is above 4, registered: above 3");
    expect(ledger().criteria["file.part"]!.map(({ known }) => known)).toEqual(["nothing", "its seed 0"]);
  });

  it("changes nothing where nothing is lacking", async () => {
    const before = readFileSync(join(root, FILE), "utf8");
    expect(await run({})).toBe(0);
    expect(readFileSync(join(root, FILE), "utf8")).toBe(before);
    expect(told).toContain("Every criterion is what the ledgers say.");
  });

  it("withdraws a criterion that is gone, and keeps its entries", async () => {
    await run({ "file.part": facts });
    await run({});
    expect(ledger().criteria["file.part"]!.map((entry) => entry.facts)).toEqual([facts, null]);
    expect(told).toContain('"file.part" has an entry and is no criterion any more');
  });

  it("gives a paper without a ledger one of the organism and one of its own model, once it has a claim", async () => {
    const none = { root: temporaryFolder() };
    expect(await run({}, none)).toBe(0);
    expect(existsSync(join(none.root, "spec"))).toBe(false);
    expect(await run({ "file.part": facts }, { ...none, known: "no run yet" })).toBe(0);
    root = none.root;
    expect(readdirSync(join(root, "spec/registered/made-up"))).toEqual(["its-model.json", "organism.json"]);
    const [own, organism] = ["its-model", "organism"].map((name) =>
      ledger(`spec/registered/made-up/${name}.json`),
    );
    expect(own).toMatchObject({ model: { weights: paper.subject.weights }, bases: 1000, moreBases: 7000 });
    expect(organism).toMatchObject({ model: { weights: ORGANISM }, bases: 1000, moreBases: 1000 });
    expect(organism!.known).toBe("no run yet");
    expect(organism!.criteria["file.part"]).toMatchObject([{ because: "a new claim", known: "no run yet" }]);
    told = "";
    await run({ "file.part": facts });
    expect(told).toBe("Every criterion is what the ledgers say.\n");
  });

  it("takes the paper's numbers of bases, and asks with them", async () => {
    const asked = vi.fn<RegisterOptions["ask"]>(async () => ({ byFile: new Map(), failures: [] }));
    const protocol = { bases: 500, moreBasesTimes: 1 };
    expect(await run({}, { papers: [{ ...paper, protocol }], ask: asked })).toBe(0);
    expect(asked.mock.calls[0]![0][0]!.ledger).toMatchObject({ bases: 500, moreBases: 500 });
    expect(ledger()).toMatchObject({ bases: 500, moreBases: 500 });
    expect(told).toContain("its bases is 1000, that of src/papers/made-up 500");
  });

  it("refuses a ledger of another paper", async () => {
    writeFileSync(join(root, FILE), JSON.stringify({ ...LEDGER, paper: "another" }));
    await expect(run({ "file.part": facts })).rejects.toThrow(MalformedFileError);
  });

  it("registers nothing where a claim could not say what it is, and says why", async () => {
    const failures = ["a claim does not load"];
    const ask: RegisterOptions["ask"] = async (ledgers) => ({
      byFile: new Map(ledgers.map(({ file }) => [file, new Map([["file.part", facts]])])),
      failures,
    });
    expect(await run({}, { ask })).toBe(2);
    expect(told).toBe("a claim does not load\nNothing was registered.\n");
    expect(ledger()).toEqual(LEDGER);
  });

  it.each<[string, Partial<RegisterOptions>]>([
    ["without a reason", { because: " " }],
    ["in CI", { store: { ci: true } }],
  ])("is refused %s, before anything is asked", async (_, changes) => {
    const ask = vi.fn();
    await expect(run({}, { ask, ...changes })).rejects.toThrow(GoldenRefusedError);
    expect(ask).not.toHaveBeenCalled();
  });
});
