import { registeredEntry } from "../claim/registration/deviation.ts";
import { CHECKOUT } from "../files/checkout.ts";
import { ledgerOf } from "../files/registered/ledger-file.ts";
import { keptReplicatesOf } from "../files/registered/replicates-file.ts";
import { statisticTolerance } from "../golden/organism-golden.ts";
import type { ReplicatesAtHand } from "../report/replicates/with-replicates.ts";

/** The replicates that the checkout keeps of a paper for a model, beside what its ledger says today; null where there are none. */
export async function replicatesAtHand(
  paper: string,
  { weights, primaries }: { readonly weights: string; readonly primaries: number },
): Promise<ReplicatesAtHand | null> {
  const kept = await keptReplicatesOf(CHECKOUT, paper, weights);
  const ledger = await ledgerOf(CHECKOUT, paper, weights);
  if (kept === null || ledger === null) return null;
  const digests = Object.keys(kept.criteria).flatMap((name) => {
    const sha256 = registeredEntry(ledger, name)?.sha256;
    return sha256 ? [[name, sha256] as const] : [];
  });
  return {
    kept,
    digests: new Map(digests),
    primaries,
    tolerance: ({ statistic, threshold }, value) =>
      statisticTolerance(statistic.unit, threshold as never, value).abs,
  };
}
