import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Ledger, RegisteredFacts } from "../../../src/claim/registration/ledger.generated.ts";
import { parseLedger } from "../../../src/claim/registration/parse-ledger.ts";
import { type RegisterOptions, register } from "../../../src/cli/commands/register.ts";
import { GoldenRefusedError } from "../../../src/errors/index.ts";
import type { GoldenStore } from "../../../src/golden/golden-store.ts";
import { pendingGoldens } from "../../../src/golden/pending-goldens.ts";
import { keepForRegistration, PENDING } from "../../../src/vitest/pending-registration.ts";
import { temporaryFolder } from "../../support/files.ts";

const FILE = "spec/registered/made-up/a-model.json";
const LEDGER: Ledger = {
  paper: "made-up",
  model: { name: "a model", weights: "0".repeat(64) },
  ...{ bases: 1000, moreBases: 1000, seeds: ["0"], known: "nothing", criteria: {} },
};
const facts: RegisteredFacts = {
  ...{ hypothesis: "E2", family: "exploratory", statement: "s", statistic: "m", interval: "percentile" },
  ...{ groups: ["a"], measured: ["x of a"], metrics: ["x"], threshold: "above 3", control: "c" },
  ...{ controlMeasured: [], planted: null, plantedMeasured: null, n: 1000, seeds: ["0"] },
};

let root: string;
let store: GoldenStore;
let told: string;
beforeEach(() => {
  root = temporaryFolder();
  store = { goldenDirectory: join(root, "golden"), pendingDirectory: join(root, "pending"), ci: false };
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

/** Registers what a check finds: criteria by name, or failures that leave no candidate. */
const run = (now: Readonly<Record<string, RegisteredFacts>> | null, changes: Partial<RegisterOptions> = {}) =>
  register({
    ...{ root, store, because: "a new claim", known: null, now: new Date("2026-12-01T12:00:00Z") },
    check: async () => {
      if (now === null) return [];
      keepForRegistration(store, FILE, new Map(Object.entries(now)));
      return ["it lacks something"];
    },
    ...changes,
  });
const ledger = () => parseLedger(readFileSync(join(root, FILE), "utf8"), FILE);

describe("register", () => {
  it("adds an entry with date, reason and what is known, says what it is for, and leaves no candidate", async () => {
    expect(await run({ "file.part": facts })).toBe(0);
    expect(ledger().criteria["file.part"]).toMatchObject([
      { date: "2026-12-01", because: "a new claim", known: "nothing", facts },
    ]);
    expect(told).toContain(`${FILE}: 1 registered on 2026-12-01.\n  "file.part" has no entry\n`);
    expect(pendingGoldens(store, PENDING)).toEqual([]);
  });

  it("says of a changed criterion what differs, and keeps the entry before", async () => {
    await run({ "file.part": facts });
    await run({ "file.part": { ...facts, threshold: "above 4" } }, { known: "its seed 0" });
    expect(told).toContain("the threshold is above 4, registered: above 3");
    expect(ledger().criteria["file.part"]!.map(({ known }) => known)).toEqual(["nothing", "its seed 0"]);
  });

  it("changes nothing where nothing is lacking", async () => {
    const before = readFileSync(join(root, FILE), "utf8");
    expect(await run(null)).toBe(0);
    expect(readFileSync(join(root, FILE), "utf8")).toBe(before);
    expect(told).toContain("Every criterion is what the ledgers say.");
  });

  it("registers nothing where a check failed for another reason, and says it", async () => {
    expect(await run(null, { check: async () => ["a claim does not load"] })).toBe(2);
    expect(told).toBe("a claim does not load\nNothing was registered.\n");
    expect(ledger()).toEqual(LEDGER);
  });

  it.each<[string, Partial<RegisterOptions>]>([
    ["without a reason", { because: " " }],
    ["in CI", { store: { goldenDirectory: "g", pendingDirectory: "p", ci: true } }],
  ])("is refused %s, before anything is checked", async (_, changes) => {
    const check = vi.fn();
    await expect(run(null, { check, ...changes })).rejects.toThrow(GoldenRefusedError);
    expect(check).not.toHaveBeenCalled();
  });

  it("keeps no candidate in CI", () => {
    keepForRegistration({ ...store, ci: true }, FILE, new Map([["file.part", facts]]));
    expect(pendingGoldens(store, PENDING)).toEqual([]);
  });
});
