import { registeredEntry } from "../../claim/registration/deviation.ts";
import type { Ledger } from "../../claim/registration/ledger.generated.ts";
import { InvalidInputError } from "../../errors/index.ts";
import { checkReplicates } from "../replicates.ts";
import type { Report } from "../report.generated.ts";
import type { KeptReplicates } from "./kept-replicates.generated.ts";
import { columnsOf } from "./replicate-columns.ts";
import { isAsRegistered, nameOf } from "./with-replicates.ts";

/** Why replicates are kept, and when. */
export interface Keeping {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly because: string;
}

/**
 * What is kept of several runs that differ in their seed alone: of every criterion that is registered as they had it, its
 * values and verdicts.
 *
 * Throws: as `replicatesOf`; InvalidInputError where the seeds are not the first ones of the ledger, so that none is chosen,
 * and where the runs are not all of one commit without changes, so that somebody can make them again.
 */
export function keepReplicates(
  reports: readonly Report[],
  ledger: Ledger,
  { date, because }: Keeping,
): KeptReplicates {
  const runs = checkReplicates(reports);
  const [first] = runs as readonly [Report, ...Report[]];
  const seeds = checkSeeds(runs, ledger);
  const commit = commitOf(runs);
  const { paper, model, sae, protocol, provenance } = first;
  const { version, node, onnxruntime, platform, cpu } = provenance;
  const inOrder = seeds.map((seed) => runs.find((run) => run.protocol.seed === seed)!);
  const ofPaper = { paper: paper.id };
  const criteria = first.criteria.flatMap((criterion) => {
    const own = inOrder.map((run) => run.criteria.find(({ key }) => key === criterion.key)!);
    const sha256 = registeredEntry(ledger, nameOf(criterion, ofPaper))?.sha256;
    if (!sha256 || !own.every(isAsRegistered)) return [];
    return [[nameOf(criterion, ofPaper), { sha256, of: columnsOf(own) }] as const];
  });
  const hypotheses = (first.hypotheses ?? []).map(({ id, criteria: keys }) => [
    id,
    {
      criteria: keys.map((key) => nameOf({ key }, ofPaper)),
      verdicts: inOrder.map((run) => run.hypotheses!.find((one) => one.id === id)!.verdict),
    },
  ]);
  return {
    ...ofPaper,
    model: { name: ledger.model.name, weights: model.weightsDigest },
    sae: sae?.weightsDigest ?? null,
    bases: protocol.bases,
    seeds: [...seeds],
    made: { date, because, commit, version, node, onnxruntime, platform, cpu },
    criteria: Object.fromEntries(criteria),
    hypotheses: Object.fromEntries(hypotheses),
  };
}

function checkSeeds(runs: readonly Report[], ledger: Ledger): readonly string[] {
  const wanted = ledger.seeds.slice(0, runs.length);
  const got = runs.map(({ protocol }) => protocol.seed);
  if (wanted.length === got.length && wanted.every((seed) => got.includes(seed))) return wanted;
  throw new InvalidInputError({
    what: "the seeds of replicates to keep",
    got,
    want: `the first ones that are registered, in their order: ${ledger.seeds.join(", ")}`,
    hint: `Hint: npm run reproduce -- --replicates ${ledger.seeds.length} runs them; none is left out for its value.`,
  });
}

function commitOf(runs: readonly Report[]): string {
  const made = new Set(runs.map(({ provenance }) => (provenance.dirty === false ? provenance.commit : null)));
  const [commit] = made;
  if (made.size === 1 && commit) return commit;
  throw new InvalidInputError({
    what: "the sources of replicates to keep",
    got: runs.map(
      ({ provenance: { commit: of, dirty } }) => `${of}${dirty === false ? "" : ", with changes"}`,
    ),
    want: "one commit without changes, so that the runs can be made again",
    hint: "Hint: commit, then npm run reproduce -- --replicates 8.",
  });
}
