import type { Ledger, RegisteredFacts } from "../claim/registration/ledger.generated.ts";
import type { LedgerFile } from "../files/registered/ledger-file.ts";
import { claimFiles } from "../run/claim-files.ts";
import { askFiles } from "./ask-claims.ts";

/** The ledgers that criteria are asked for: a file each, and what of it decides their facts. */
export type ToRegister = readonly (Pick<Ledger, "paper" | "bases" | "moreBases" | "seeds"> & {
  readonly file: string;
})[];

/** One criterion as it is, for each ledger of its paper. */
export interface AsItIs {
  readonly name: string;
  readonly facts: Readonly<Record<LedgerFile["file"], RegisteredFacts>>;
}

/** What claims say of themselves for ledgers, and what kept them from saying it. */
export interface CriteriaAsTheyAre {
  /** Facts by criterion, by the ledger's file. */
  readonly byFile: ReadonlyMap<LedgerFile["file"], ReadonlyMap<string, RegisteredFacts>>;
  /** A message each; none where every claim has loaded. */
  readonly failures: readonly string[];
}

/** Asks every claim of the checkout `root` what decides it, for the ledgers of its paper. Nothing is measured. */
export async function criteriaAsTheyAre(
  root: string,
  ledgers: readonly LedgerFile[],
): Promise<CriteriaAsTheyAre> {
  const toRegister: ToRegister = ledgers.map(({ file, ledger: { paper, bases, moreBases, seeds } }) => ({
    ...{ file, paper, bases, moreBases, seeds },
  }));
  const { answers, failures } = await askFiles(root, claimFiles(root, { claim: null, papers: null }), {
    provide: (project) => project.provide("register", toRegister),
    answer: ({ asItIs }) => asItIs,
  });
  const byFile = ledgers.map(({ file }) => {
    const of = answers.flatMap(({ name, facts }) =>
      facts[file] === undefined ? [] : [[name, facts[file]] as const],
    );
    return [file, new Map(of)] as const;
  });
  return { byFile: new Map(byFile), failures };
}
