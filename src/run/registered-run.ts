import { openSae } from "../checkpoint/sae-directory.ts";
import { FROZEN_WORDS } from "../model/frozen.ts";
import { isSamePoint } from "../model/hook-point.ts";
import type { SubjectFinding } from "../paper/subject.ts";
import type { SparseAutoencoder } from "../sae/sparse-autoencoder.ts";
import { NOTHING_TYPED, type RunOptions } from "./run-options.ts";
import { moreSaesInside, moreSaesOf, saesInside } from "./sources/saes-inside.ts";

/**
 * In what a run differs from the one whose verdicts are expected of a model; empty where it is that run.
 *
 * The registered run is the model's own at every default: seed, bases, prompts, step, place, and the SAE that lies in
 * its directory, at the place of that SAE. Where it is written, how many threads and which claims and shares are run make no other.
 */
export async function differencesFromRegistered(
  run: Pick<RunOptions, "model" | "sae" | "seed" | "bases" | "prompts" | "promptTokens" | "freeze" | "grid"> &
    Partial<Pick<RunOptions, "bos" | "moreSaes">>,
  found: {
    readonly sae: Pick<SparseAutoencoder, "name" | "weightsDigest" | "hook"> | null;
    /** Whether claims about a small effect have as many bases as where nobody says otherwise. */
    readonly usualMoreBases: boolean;
    readonly subject: Pick<SubjectFinding, "hook">;
  },
): Promise<readonly string[]> {
  const { seed, bases } = NOTHING_TYPED;
  const sae = await saeDifference(run, found.sae);
  // the place is that of the SAE, wherever the paper perturbs
  const [own, another] = saesInside(run.model.dir);
  const ownPlace =
    found.sae !== null &&
    sae.length === 0 &&
    own !== undefined &&
    another === undefined &&
    isSamePoint((await openSae(own)).hook, found.sae.hook);
  return [
    ...(run.seed === seed ? [] : [`the seed is ${run.seed}, not ${seed}`]),
    ...(run.bases === bases ? [] : [`it has ${run.bases} bases, not ${bases}`]),
    ...(found.usualMoreBases ? [] : ["claims about a small effect have other bases than usual"]),
    ...(run.prompts === null ? [] : ["the prompts come from a file, not from the model's own language"]),
    ...(run.promptTokens === null ? [] : ["the prompts have another length"]),
    ...(run.bos ? ["the prompts begin with the token that begins a text"] : []),
    ...(run.freeze === null ? [] : [FROZEN_WORDS[run.freeze]]),
    ...(run.grid === "paper" ? [] : ["the absolute step is that of the authors' notebooks"]),
    ...(found.subject.hook || ownPlace ? [] : ["the stream is perturbed at another place"]),
    ...sae,
    ...(await moreSaesDifference(run)),
  ];
}

/** Whether a run is the registered one but for its seed: then its verdicts can be laid beside that one's. */
export function isAnotherDraw({ seed }: Pick<RunOptions, "seed">, differs: readonly string[]): boolean {
  return seed !== NOTHING_TYPED.seed && differs.length === 1;
}

/** What is said of a run that carries no expectation. */
export function nothingExpected(differs: readonly string[]): string {
  return `No verdict is expected of this run, since it is not the registered one of this model: ${differs.join("; ")}.`;
}

/**
 * Further SAEs are the registered ones where they are those that lie with the model's own, or have their weights. Where
 * none is named only the claims about several lack something, and say so.
 */
async function moreSaesDifference(
  run: Pick<RunOptions, "model" | "sae"> & Partial<Pick<RunOptions, "moreSaes">>,
): Promise<readonly string[]> {
  const { model } = run;
  const moreSaes = moreSaesOf(run);
  if (moreSaes.length === 0) return [];
  const digests = async (dirs: readonly string[]) =>
    (await Promise.all(dirs.map(openSae))).map(({ weightsDigest }) => weightsDigest).sort();
  const [own, theirs] = await Promise.all([
    digests(moreSaesInside(model.dir)),
    digests(moreSaes.map(({ dir }) => dir)),
  ]);
  return own.join() === theirs.join() ? [] : ["the further SAEs are not the model's own"];
}

/** An SAE is the registered one where it lies in the model's directory, or has the weights of one that does. */
async function saeDifference(
  { model, sae }: Pick<RunOptions, "model" | "sae">,
  opened: Pick<SparseAutoencoder, "name" | "weightsDigest"> | null,
): Promise<readonly string[]> {
  const inside = saesInside(model.dir);
  if (opened === null) return inside.length === 0 ? [] : ["it has no SAE"];
  if (sae === null || inside.includes(sae.dir)) return [];
  for (const dir of inside) if ((await openSae(dir)).weightsDigest === opened.weightsDigest) return [];
  return [`the SAE is ${opened.name}, not the model's own`];
}
