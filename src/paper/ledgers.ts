import type { Criterion } from "../claim/criterion.ts";
import { factsOf, type RegisteredRun } from "../claim/registration/facts.ts";
import type { Ledger, RegisteredFacts } from "../claim/registration/ledger.generated.ts";
import type { Paper } from "./paper.ts";
import { familiesOf, familyOf } from "./registered-families.ts";

/** Of the run and of its replicates, where a ledger begins. */
const SEEDS = ["0", "1", "2", "3", "4", "5", "6", "7"];

/** What a ledger says is known of a model where nobody has said anything. */
const UNSAID = "Nobody has said.";

/** The numbers of bases of a paper's registered run on the model with these weights. */
export function registeredBases(
  { subject, protocol: { bases, moreBasesTimes } }: Pick<Paper, "subject" | "protocol">,
  weights: string,
): Pick<Ledger, "bases" | "moreBases"> {
  return { bases, moreBases: weights === subject.weights ? moreBasesTimes * bases : bases };
}

/** Numbers of bases that a ledger has and its paper has not, a sentence each. */
export function otherBases(
  ledger: Pick<Ledger, "model" | "bases" | "moreBases">,
  paper: Pick<Paper, "id" | "subject" | "protocol">,
): readonly string[] {
  const own = registeredBases(paper, ledger.model.weights);
  return (["bases", "moreBases"] as const).flatMap((fact) =>
    ledger[fact] === own[fact]
      ? []
      : [`its ${fact} is ${ledger[fact]}, that of src/papers/${paper.id} ${own[fact]}`],
  );
}

/**
 * The ledgers that a paper begins with, without entries, by the name of their file: of the shipped organism and of the
 * model that the paper is about.
 */
export function firstLedgers(
  paper: Pick<Paper, "id" | "subject" | "protocol">,
  { organism, known }: { readonly organism: string; readonly known: string | null },
): Readonly<Record<string, Ledger>> {
  const { key, name, weights } = paper.subject;
  const begun = (model: Ledger["model"]): Ledger => ({
    paper: paper.id,
    model,
    ...registeredBases(paper, model.weights),
    seeds: SEEDS,
    known: known ?? UNSAID,
    criteria: {},
  });
  return {
    ...(weights !== organism && { organism: begun({ name: "organism", weights: organism }) }),
    [key]: begun({ name, weights }),
  };
}

/** Criteria of a paper as they are, by name, for one of its ledgers. */
export async function factsFor(
  paper: Pick<Paper, "families">,
  criteria: readonly Criterion[],
  run: RegisteredRun,
): Promise<ReadonlyMap<string, RegisteredFacts>> {
  const families = familiesOf(paper);
  const found = criteria.map(async (criterion) => {
    const family = familyOf(families, criterion.name);
    return [criterion.name, await factsOf(criterion, family, run)] as const;
  });
  return new Map(await Promise.all(found));
}
