import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Ledger } from "../../../src/claim/registration/ledger.generated.ts";
import { withEntries } from "../../../src/claim/registration/register.ts";
import { factsFor, firstLedgers } from "../../../src/paper/ledgers.ts";
import { paper } from "../../../src/papers/stable-regions/index.ts";
import { registered } from "../../../src/vitest/criterion.ts";
import { lackingInLedgers } from "../../../src/vitest/ledgers.ts";
import { temporaryFolder } from "../../support/files.ts";

const CLAIM = "flat-jump-flat";
const load = () => import("../../claims/stable-regions/flat-jump-flat.spec.ts");

await load();
const { organism } = firstLedgers(paper, { organism: "1".repeat(64), known: null });
const now = await factsFor(paper, registered, organism!);
const [name] = now.keys() as unknown as [string];
const complete = withEntries(organism!, now, { date: "2026-12-01", because: "before the first run" });

/** What these ledgers lack in a repository of one claim. */
function lacking(ledgers: Readonly<Record<string, Ledger>>) {
  const root = temporaryFolder();
  const write = (folder: string, file: string, text: string) => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, file), text);
  };
  write(`spec/claims/${paper.id}`, `${CLAIM}.spec.ts`, "");
  for (const [file, ledger] of Object.entries(ledgers))
    write(`spec/registered/${paper.id}`, `${file}.json`, JSON.stringify(ledger));
  const loaded: string[] = [];
  const found = lackingInLedgers([paper], (file) => load().then(() => loaded.push(file)), root);
  return found.then((sentences) => ({ sentences, loaded }));
}

describe("the ledgers of a repository", () => {
  it("lack nothing where they have every criterion as it is, nor where there is none; each claim is loaded", async () => {
    expect((await lacking({ organism: complete })).sentences).toEqual([]);
    const { sentences, loaded } = await lacking({});
    expect(sentences).toEqual([]);
    expect(loaded.map((file) => file.slice(file.lastIndexOf("/") + 1))).toEqual([`${CLAIM}.spec.ts`]);
  });

  it.each<[string, Ledger, string]>([
    ["that is new", organism!, `"${name}" has no entry`],
    [
      "that is another",
      withEntries(organism!, new Map([...now, [name, { ...now.get(name)!, threshold: "above 99" }]]), {
        ...{ date: "2026-12-01", because: "another rule" },
      }),
      "registered: above 99",
    ],
    [
      "that is gone",
      withEntries(complete, new Map([...now, ["gone", now.get(name)!]]), {
        ...{ date: "2026-12-01", because: "a claim" },
      }),
      '"gone" has an entry and is no criterion any more',
    ],
  ])("lack a criterion %s, and a hint says what dates it", async (_, ledger, said) => {
    const { sentences } = await lacking({ organism: ledger });
    const found = sentences.find((one) => one.includes(said));
    expect(found, sentences.join("\n")).toMatch(
      /^spec\/registered\/stable-regions\/organism\.json: .* Hint: npm run register -- --because "why"$/,
    );
  });

  it("lack the paper's number of bases, and are one a model", async () => {
    const { sentences } = await lacking({ a: complete, b: { ...complete, bases: 7 } });
    expect(sentences.join("\n")).toContain("b.json: its bases is 7, that of src/papers/stable-regions 1000");
    expect(sentences.join("\n")).toContain(
      "b.json: is of the same weights as spec/registered/stable-regions/a.json",
    );
  });
});
