import { describe, expect, it } from "vitest";
import { readLedgers } from "../../../src/files/registered/ledger-file.ts";
import { familiesOf } from "../../../src/paper/registered-families.ts";
import { papers } from "../../../src/papers/index.ts";
import { registered } from "../../../src/vitest/criterion.ts";
import { lackingInLedgers } from "../../../src/vitest/ledgers.ts";
import { ROOT } from "../../support/root.ts";

const lacking = await lackingInLedgers(papers, (file) => import(file), ROOT);

describe("the ledgers", () => {
  it("have every criterion as it is: none undated, none lacking, none gone", () => {
    expect(registered.length).toBeGreaterThan(0);
    expect(lacking).toEqual([]);
  });

  it.each(papers)("of $id, where there are any, have one of the model that it is about", async (paper) => {
    const weights = (await readLedgers(ROOT, paper.id)).map(({ ledger }) => ledger.model.weights);
    if (weights.length > 0) expect(weights).toContain(paper.subject.weights);
  });
});

describe("the families of a paper", () => {
  it.each(papers)("$id name criteria that there are", (paper) => {
    const names = registered.filter((one) => one.paper === paper.id).map(({ name }) => name);
    const { primary, secondary } = familiesOf(paper);
    expect(names).toEqual(expect.arrayContaining([...primary, ...secondary]));
  });
});
