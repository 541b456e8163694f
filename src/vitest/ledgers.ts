import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { undated } from "../claim/registration/register.ts";
import { CHECKOUT } from "../files/checkout.ts";
import { type LedgerFile, readLedgers } from "../files/registered/ledger-file.ts";
import { factsFor, otherBases } from "../paper/ledgers.ts";
import type { Paper } from "../paper/paper.ts";
import { claimFiles } from "../run/claim-files.ts";
import { registered } from "./criterion.ts";

/**
 * What the ledgers of `papers` lack, a sentence each: a criterion that has no entry, is other than its entry or is gone,
 * a number of bases that is not the paper's, and a second ledger of one model. Empty where every ledger has every criterion as it is, and of a paper that has no
 * ledger.
 *
 * For a spec: it imports the claims, `load` being `(file) => import(file)`, and measures nothing.
 */
export async function lackingInLedgers(
  papers: readonly Paper[],
  load: (file: string) => Promise<unknown>,
  root = CHECKOUT,
): Promise<readonly string[]> {
  for (const file of claimFiles(root, { claim: null, papers: null }))
    await load(pathToFileURL(join(root, file)).href);
  const lacking = await Promise.all(
    papers.map(async (paper) => {
      const ledgers = await readLedgers(root, paper.id);
      const own = registered.filter((one) => one.paper === paper.id);
      const ofEach = ledgers.map(async ({ file, ledger }) => {
        const lacks = [...otherBases(ledger, paper), ...undated(ledger, await factsFor(paper, own, ledger))];
        return lacks.map((one) => `${file}: ${one}. Hint: npm run register -- --because "why"`);
      });
      return [...(await Promise.all(ofEach)).flat(), ...twice(ledgers)];
    }),
  );
  return lacking.flat();
}

/** Ledgers of one model: only one would be read. */
function twice(ledgers: readonly LedgerFile[]): readonly string[] {
  return ledgers.flatMap(({ file, ledger: { model } }, i) => {
    const other = ledgers.slice(0, i).find(({ ledger }) => ledger.model.weights === model.weights);
    return other === undefined ? [] : [`${file}: is of the same weights as ${other.file}`];
  });
}
