import { describe, expect, it } from "vitest";
import type { Criterion } from "../../../src/claim/criterion.ts";
import { factsOf } from "../../../src/claim/registration/facts.ts";
import { undated } from "../../../src/claim/registration/register.ts";
import { readLedgers } from "../../../src/files/registered/ledger-file.ts";
import { repositoryStore } from "../../../src/golden/golden-store.ts";
import { forgetPending } from "../../../src/golden/pending-goldens.ts";
import { familiesOf, familyOf } from "../../../src/paper/registered-families.ts";
import { papers } from "../../../src/papers/index.ts";
import { registered } from "../../../src/vitest/criterion.ts";
import { keepForRegistration, PENDING } from "../../../src/vitest/pending-registration.ts";
import { ROOT } from "../../support/root.ts";
import { sourceTexts } from "../../support/source-texts.ts";

for (const { path } of sourceTexts("spec/claims").filter(({ path }) => path.endsWith(".spec.ts"))) {
  const [paper, file] = path.split("/").slice(-2) as [string, string];
  await import(`../../claims/${paper}/${file.replace(".spec.ts", "")}.spec.ts`);
}
const store = repositoryStore();
forgetPending(store, PENDING);
const all = await Promise.all(
  papers.map(async (paper) => ({ paper, ledgers: await readLedgers(ROOT, paper.id) })),
);
const ownOf = (paper: string): readonly Criterion[] => registered.filter((one) => one.paper === paper);

describe.each(all.filter(({ ledgers }) => ledgers.length > 0))(
  "the ledgers of $paper.id",
  ({ paper, ledgers }) => {
    it.each(ledgers)(
      "in $file have every criterion as it is: none undated, none lacking, none gone",
      async (one) => {
        const families = familiesOf(paper);
        const now = new Map(
          await Promise.all(
            ownOf(paper.id).map(async (criterion) => {
              const family = familyOf(families, criterion.name);
              return [criterion.name, await factsOf(criterion, family, one.ledger)] as const;
            }),
          ),
        );
        const lacking = undated(one.ledger, now);
        if (lacking.length > 0) keepForRegistration(store, one.file, now);
        expect(lacking, 'Hint: npm run register -- --because "why"').toEqual([]);
      },
    );

    it("are of the paper, of a model each, and have the paper's own bases where it is about that model", () => {
      const weights = ledgers.map(({ ledger }) => ledger.model.weights);
      expect(new Set(weights).size).toBe(weights.length);
      for (const { ledger, file } of ledgers) {
        expect(ledger.paper, file).toBe(paper.id);
        const { bases, moreBasesTimes } = paper.protocol;
        const isSubject = ledger.model.weights === paper.subject.weights;
        expect([ledger.bases, ledger.moreBases], file).toEqual([
          bases,
          isSubject ? moreBasesTimes * bases : bases,
        ]);
      }
      expect(weights).toContain(paper.subject.weights);
    });
  },
);

describe("the families of a paper", () => {
  it("name criteria that there are", () => {
    for (const paper of papers) {
      const names = ownOf(paper.id).map(({ name }) => name);
      const { primary, secondary } = familiesOf(paper);
      expect(names, paper.id).toEqual(expect.arrayContaining([...primary, ...secondary]));
    }
  });
});
