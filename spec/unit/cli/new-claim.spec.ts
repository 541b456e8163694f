import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type CriterionDefinition, defineCriterion } from "../../../src/claim/criterion.ts";
import { newClaimFile, writeClaimSkeleton } from "../../../src/cli/commands/new-claim.ts";
import { AlreadyExistsError, ClaimDefinitionError, InvalidInputError } from "../../../src/errors/index.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import { meanDifference } from "../../../src/stats/mean-difference.ts";
import { temporaryFolder } from "../../support/files.ts";

const PAPERS = ["one-paper", "other-paper"];
const write = (root: string, typed: string, papers = PAPERS) => writeClaimSkeleton(root, { typed, papers });

/** What the skeleton lacks, in the order in which it is said, and how a newcomer sets it. */
const MISSING: readonly { readonly said: string; readonly from: string; readonly to: string }[] = [
  { said: "its statement is empty", from: 'statement: ""', to: 'statement: "Random is later than real."' },
  { said: "`where` is empty", from: 'where: ""', to: 'where: "abstract"' },
  { said: "its threshold has no reason", from: 'because: ""', to: 'because: "a step is the unit"' },
  { said: "its threshold is NaN", from: "above: Number.NaN", to: "above: 1" },
  { said: "its control has no name", from: 'name: ""', to: 'name: "a second draw of real"' },
];

/** Runs the text of a claim file: its imports are these. */
function registers(text: string): void {
  const { outputText } = ts.transpileModule(text.replace(/^import .*$/gm, ""), {
    compilerOptions: { target: ts.ScriptTarget.ES2023 },
  });
  const criterion = (...given: [typeof paper, string, CriterionDefinition<string>]) =>
    void defineCriterion(...given);
  new Function("criterion", "meanDifference", "paper", outputText)(criterion, meanDifference, paper);
}

describe("the skeleton of a new claim", () => {
  it("is refused until the last thing is set, and says which is missing, one after the other", () => {
    let { text } = newClaimFile("one-paper", "a-claim");
    for (const { said, from, to } of MISSING) {
      expect(() => registers(text)).toThrow(ClaimDefinitionError);
      expect(() => registers(text)).toThrow(`/a-claim" cannot be used: ${said}.`);
      expect(text).toContain(from);
      text = text.replace(from, to);
    }
    expect(() => registers(text)).not.toThrow();
  });

  it("lies in the folder of its paper and imports words and paper by name", async () => {
    const root = temporaryFolder();
    const file = await write(root, "other-paper/a-claim");
    expect(file).toBe(join(root, "spec/claims/other-paper/a-claim.spec.ts"));
    const imports = readFileSync(file, "utf8").match(/from ".*"/g);
    expect(imports).toEqual(['from "#claims"', 'from "#papers/other-paper"']);
  });

  it("never takes the place of a file", async () => {
    const root = temporaryFolder();
    const there = join(root, "spec/claims/one-paper/a-claim.spec.ts");
    mkdirSync(join(there, ".."), { recursive: true });
    writeFileSync(there, "somebody's work");
    await expect(write(root, "one-paper/a-claim")).rejects.toThrow(AlreadyExistsError);
    expect(readFileSync(there, "utf8")).toBe("somebody's work");
  });

  it("of a paper that is not listed is refused with those that are", async () => {
    const root = temporaryFolder();
    const refused = write(root, "third-paper/a-claim");
    await expect(refused).rejects.toThrow(InvalidInputError);
    await expect(refused).rejects.toThrow(/"third-paper"; it must be one-paper or other-paper\./);
    expect(readdirSync(root)).toEqual([]);
  });

  it("without its paper is refused with what to type", async () => {
    const refused = write(temporaryFolder(), "a-claim", ["one-paper"]);
    await expect(refused).rejects.toThrow(InvalidInputError);
    await expect(refused).rejects.toMatchObject({ hint: "Hint: npm run new -- claim one-paper/a-claim" });
  });

  it.each([
    ["my claim", "'one-paper/my claim'"],
    ["it's $(mine)", "'one-paper/it'\\''s $(mine)'"],
    ["", "one-paper/NAME"],
  ])("typed as %j is refused with one word for the shell", async (typed, word) => {
    await expect(write(temporaryFolder(), typed)).rejects.toMatchObject({
      hint: `Hint: npm run new -- claim ${word}`,
    });
  });

  it.each(["", "Upper", "with space", "../outside", "a--b", "-a", "a.b", "a/b", "a".repeat(81)])(
    "is not written under the name %j",
    async (name) => {
      const root = temporaryFolder();
      await expect(write(root, `one-paper/${name}`)).rejects.toThrow(InvalidInputError);
      expect(readdirSync(root)).toEqual([]);
    },
  );
});
