import { join } from "node:path";
import { generators } from "../activations/index.ts";
import { type BagOfLatentsError, PartsOfDifferentRunsError } from "../errors/index.ts";
import { armKey } from "../experiment/arm.ts";
import { armsInWords } from "../experiment/arm-words.ts";
import { type CurveStore, type LabName, noCurveStore } from "../experiment/curve-store.ts";
import type { TypeDraw } from "../experiment/draw.ts";
import { drawableArms, type LabOptions } from "../experiment/lab-curves.ts";
import type { Paper } from "../paper/paper.ts";
import { codeDigest } from "../store/code-digest.ts";
import { readPart } from "../store/part-file.ts";
import { checkParts, partsCurveStore } from "../store/parts.ts";
import {
  allBases,
  configDigest,
  differencesOf,
  promptsDigest,
  type RunIdentity,
  runKeyOf,
  saeDigest,
} from "../store/run-identity.ts";
import { openRunStore, removeAbandonedRuns } from "../store/run-store.ts";
import type { Identity } from "./identity.ts";
import { whereItContinues } from "./out/how-far.ts";
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
  /** Ends writing and lets others in. What was kept stays. */
  close(): Promise<void>;
}

/** What a session has made out. */
interface SessionFacts {
  /** Of one operator. */
  readonly threads: number;
  readonly lab: LabOptions;
  /** Which models stand beside the run's own; null where nothing is said of any. */
  readonly others: string | null;
}

const NOTHING_TO_CLOSE = async () => {};

/**
 * Opens the run's store, or the parts it is merged from, or nothing.
 *
 * Throws: StoreInUseError, StoreWriteError; PartsOfDifferentRunsError and the other errors of parts.
 */
export async function openCurves(
  run: RunOptions,
  paper: Pick<Paper, "id" | "perturbations">,
  session: SessionFacts,
  onWarning: (warning: BagOfLatentsError) => void,
): Promise<Curves> {
  if (run.parts.length > 0) {
    const store = await openParts(run.parts, await identityOf(run, paper, session));
    return { store, kept: null, close: NOTHING_TO_CLOSE };
  }
  if (run.runStore === null) return { store: noCurveStore, kept: null, close: NOTHING_TO_CLOSE };
  const identity = await identityOf(run, paper, session);
  const folder = join(run.runStore.folder, runKeyOf(identity), run.runStore.name);
  await removeAbandonedRuns(run.runStore.folder, Date.now()).catch(() => {}); // another time: nobody waits for the room
  const facts = { points: identity.points, bases: allBases(identity) };
  const store = await openRunStore(folder, { onWarning, facts });
  const all = { bases: identity.bases, allBases: allBases(identity), shard: run.shard };
  const continues = whereItContinues(store.found, all, measurementNames(paper, session.lab));
  if (continues) session.lab.onProgress?.(continues);
  return { store, kept: { folder, identity }, close: () => store.close() };
}

/** What a measurement is called while it runs, from the keys of its curves: those of a batch run together. */
function measurementNames(
  { perturbations }: Pick<Paper, "perturbations">,
  { plan, sae }: LabOptions,
): (lab: LabName, arm: string) => string {
  const rows = [[...plan.batch, ...plan.scales.from], ...(plan.alongside ?? [])];
  const batches = rows.map(
    (arms) => new Map(drawableArms(arms, sae !== null).map((arm) => [armKey(arm), arm])),
  );
  return (lab, key) => {
    const batch = lab === "model" ? batches.find((arms) => arms.has(key)) : undefined;
    if (batch) return armsInWords(lab, [...batch.values()]);
    const perturbation = perturbations.find((one) => key.startsWith(`${one.key} `));
    if (perturbation === undefined) return key;
    const [type = "", read] = key.slice(perturbation.key.length + 1).split(" ");
    const output = read === "kl" || read === "js" || read === "crossings" ? read : "l2";
    return armsInWords(lab, [{ perturbation, type: type as TypeDraw, output }]);
  };
}

async function openParts(files: readonly string[], identity: RunIdentity): Promise<CurveStore> {
  const parts = await Promise.all(files.map(readPart));
  checkParts(parts);
  const differ = differencesOf(parts[0]!.header.identity, identity);
  if (differ.length > 0)
    throw new PartsOfDifferentRunsError({ left: parts[0]!.file, right: "what is merged here", differ });
  return partsCurveStore(parts);
}

async function identityOf(
  run: RunOptions,
  paper: { readonly id: string },
  { threads, lab, others }: SessionFacts,
): Promise<Identity> {
  const { model, sae, moreSaes = [], prompts, points, perturbAt, readAt, onSubject } = lab;
  const { weightsDigest, convention, runtime } = model.identity;
  return {
    ...identityOptions(run, { moreBases: prompts.bases.length, threads }),
    paper: paper.id,
    weights: weightsDigest,
    config: await configDigest(run.model.dir),
    sae: sae && saeDigest(sae),
    ...(moreSaes.length > 0 && { moreSaes: moreSaes.map(saeDigest) }),
    others,
    prompts: promptsDigest(prompts),
    points,
    perturbAt,
    readAt,
    scale: onSubject ? "paper" : "scaled",
    convention,
    runtime: `${runtime}, node ${process.versions.node}, ${process.arch}`,
    generators: Object.keys(generators).sort(),
    code: codeDigest(),
  };
}
