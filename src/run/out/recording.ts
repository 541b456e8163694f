import { drawnTypes } from "../../experiment/bases/drawn-types.ts";
import { geometryOf } from "../../experiment/bases/geometry.ts";
import { type KeptBases, keptBases } from "../../experiment/bases/kept-bases.ts";
import type { RunLab } from "../../experiment/lab.ts";
import { ladderRecord } from "../../experiment/ladder/ladder-record.ts";
import { measureLadder } from "../../experiment/ladder/measure-ladder.ts";
import { measureReadings } from "../../experiment/readings/measure-readings.ts";
import type { Multiverse } from "../../experiment/readings/reading.ts";
import { readingsRecord } from "../../experiment/readings/readings-record.ts";
import type { RunRecord } from "../../experiment/record.generated.ts";
import { recordOf } from "../../experiment/record.ts";
import { measureSlices } from "../../experiment/slices/measure-slices.ts";
import type { Rng } from "../../math/rng.ts";
import type { Paper } from "../../paper/paper.ts";
import { openTexts } from "../prompts/prompt-words.ts";
import type { RunOptions } from "../run-options.ts";
import type { DrawnPrompts } from "../run-prompts.ts";

/** What a run tells besides its claims, each made once however often it is asked for. */
export interface Recording {
  /** Measures what the report shows besides the claims. */
  readonly measureShown: () => Promise<void>;
  /** The run as its report tells it. */
  readonly record: () => Promise<RunRecord>;
  /** Every base of the run: its prompt, its targets and its curves. */
  readonly bases: () => Promise<KeptBases>;
}

/** What a run is recorded from. */
export interface Recorded {
  readonly run: Pick<RunOptions, "claim" | "bases" | "model">;
  readonly paper: Paper;
  readonly lab: RunLab;
  readonly rng: Rng;
  readonly kind: RunRecord["model"]["kind"];
  readonly hasSae: boolean;
  readonly drawn: DrawnPrompts;
}

/** How a run is recorded; ladder and readings only where all claims are run, for a run of some is a quick one. */
export function recordingOf({ run, paper, lab, rng, kind, hasSae, drawn }: Recorded): Recording {
  const reference = paper.types[0]!.key;
  const all = run.claim === null;
  const ladderSamples = async () =>
    all && paper.ladder ? measureLadder(lab, paper.ladder, { reference, hasSae }) : null;
  const readingsOf = async (multiverse: Multiverse) =>
    all ? readingsRecord(multiverse, await measureReadings(lab, multiverse), { rng }) : null;
  const typesAgain = onceOnly(async () => {
    const state = await lab.measureShown();
    const types = await drawnTypes(
      state,
      paper.types.map(({ key }) => key),
    );
    return { state, types };
  });
  return {
    async measureShown() {
      await lab.measureShown();
      await ladderSamples();
      if (all && paper.readings) await measureReadings(lab, paper.readings);
    },
    record: onceOnly(async () => {
      const { state, types } = await typesAgain();
      const starts = state.preparation.bases.slice(0, run.bases).map(({ base }) => base);
      const samples = await ladderSamples();
      return recordOf(state, {
        ...shownOf(paper, kind, drawn),
        geometry: geometryOf(starts, types),
        ...(paper.ladder && { ladder: samples && ladderRecord(paper.ladder, samples, { reference, rng }) }),
        ...(all && paper.slices && { slices: await measureSlices(state, paper.slices) }),
        ...(paper.readings && { readings: await readingsOf(paper.readings) }),
      });
    }),
    bases: onceOnly(async () => {
      const { state, types } = await typesAgain();
      const { metrics, perturbations } = paper;
      const textOf = await openTexts(run.model.dir);
      return keptBases(state, { metrics, perturbations, drawn: types, textOf });
    }),
  };
}

function shownOf(
  { id, arxiv, title, by, subject, metrics, perturbations, types }: Paper,
  kind: RunRecord["model"]["kind"],
  { source, notes }: DrawnPrompts,
): Parameters<typeof recordOf>[1] {
  const { key, name, hook } = subject;
  const paper = { id, arxiv, title, ...(by && { by: [...by] }), subject: { key, name, hook } };
  return { paper, kind, promptSource: source, promptNotes: notes, metrics, perturbations, types };
}

/** The same promise for everyone who asks. */
function onceOnly<T>(work: () => Promise<T>): () => Promise<T> {
  let working: Promise<T> | undefined;
  return () => {
    working ??= work();
    return working;
  };
}
