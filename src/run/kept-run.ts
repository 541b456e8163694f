import { join } from "node:path";
import { generators } from "../activations/index.ts";
import { type BagOfLatentsError, PartsOfDifferentRunsError } from "../errors.ts";
import { type CurveStore, noCurveStore } from "../experiment/curve-store.ts";
import type { LabOptions } from "../experiment/lab.ts";
import { drawRunPrompts, wantedPrompts } from "../experiment/preparation.ts";
import { rngFromSeed } from "../math/rng.ts";
import { codeDigest } from "../store/code-digest.ts";
import { checkParts, partsCurveStore, readPart } from "../store/part-file.ts";
import {
  configDigest,
  differencesOf,
  promptsDigest,
  type RunIdentity,
  runKeyOf,
  saeDigest,
} from "../store/run-identity.ts";
import { openRunStore, removeAbandonedRuns } from "../store/run-store.ts";
import type { Identity } from "./identity.ts";
import { identityOptions, type RunOptions } from "./run-options.ts";

/** A run whose curves are kept on disk until its report is written. */
export interface KeptRun {
  readonly folder: string;
  readonly identity: RunIdentity;
}

/** Where a session's curves are kept or come from. */
export interface Curves {
  readonly store: CurveStore;
  readonly kept: KeptRun | null;
}

/**
 * Opens the run's store, or the parts it is merged from, or nothing.
 *
 * Throws: StoreInUseError, StoreWriteError; PartsOfDifferentRunsError and the other errors of parts.
 */
export async function openCurves(
  run: RunOptions,
  lab: LabOptions,
  onWarning: (warning: BagOfLatentsError) => void,
): Promise<Curves> {
  if (run.parts.length > 0)
    return { store: await openParts(run.parts, await identityOf(run, lab)), kept: null };
  if (run.runStore === null) return { store: noCurveStore, kept: null };
  const identity = await identityOf(run, lab);
  const folder = join(run.runStore.folder, runKeyOf(identity), run.runStore.name);
  await removeAbandonedRuns(run.runStore.folder, Date.now());
  const store = await openRunStore(folder, { onWarning });
  endWithParent();
  return { store, kept: { folder, identity } };
}

async function openParts(files: readonly string[], identity: RunIdentity): Promise<CurveStore> {
  const parts = await Promise.all(files.map(readPart));
  checkParts(parts);
  const differ = differencesOf(parts[0]!.header.identity, identity);
  if (differ.length > 0)
    throw new PartsOfDifferentRunsError({ left: parts[0]!.file, right: "what is merged here", differ });
  return partsCurveStore(parts);
}

async function identityOf(run: RunOptions, lab: LabOptions): Promise<Identity> {
  const { model, sae, seed, points, perturbAt, readAt, scale } = lab;
  const { weightsDigest, convention, runtime } = model.identity;
  const prompts = await drawRunPrompts(lab.prompts, rngFromSeed(seed), wantedPrompts(lab));
  return {
    ...identityOptions(run, { moreBases: prompts.bases.length }),
    weights: weightsDigest,
    config: await configDigest(run.model.dir),
    sae: sae && saeDigest(sae),
    prompts: promptsDigest(prompts),
    points,
    perturbAt,
    readAt,
    scale,
    convention,
    runtime: `${runtime}, node ${process.versions.node}, ${process.arch}`,
    generators: Object.keys(generators).sort(),
    code: codeDigest(),
  };
}

/** A measuring process whose parent was killed would hold the store on and on. */
function endWithParent(): void {
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
