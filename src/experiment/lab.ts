import { InvalidInputError, NotRunError } from "../errors/index.ts";
import { hookPoint } from "../model/hook-point.ts";
import type { LanguageModel } from "../model/language-model.ts";
import type { SaeHealth } from "../sae/sae-health.ts";
import { mean } from "../stats/mean.ts";
import { type Arm, armKey, typesDrawnBy } from "./arm.ts";
import type { CodeMetric } from "./codes/code-metric.ts";
import { codeValues } from "./codes/code-values.ts";
import type { CurveMetric } from "./curve-metric.ts";
import { curveValues, type Reshape } from "./curve-values.ts";
import { generatorOf, type TypeDraw } from "./draw.ts";
import { alternating, type GroupSample } from "./group-sample.ts";
import {
  armsBeside,
  createLabCurves,
  drawableArms,
  type LabCurves,
  type LabOptions,
  type LabState,
} from "./lab-curves.ts";

/** What a claim may ask of a model. Every answer is one value per base prompt. */
export interface Lab {
  /** A metric of the curves of one activation type. */
  sample(metric: CurveMetric, type: TypeDraw): Promise<GroupSample>;
  /** The same of several types, in this order, under the names they are asked by. */
  samples<const T extends TypeDraw>(
    metric: CurveMetric,
    types: readonly T[],
  ): Promise<Readonly<Record<T, GroupSample>>>;
  /** A metric of the sparse codes of one type. No model runs for it, and no curve is measured. */
  codes(metric: CodeMetric, type: TypeDraw): Promise<GroupSample>;
  /** The same lab, in which another type (or another draw of one) stands wherever a type is asked for. */
  with(substitutes: Partial<Record<TypeDraw, TypeDraw>>): Lab;
  /** The same lab, in which every other base, those of odd index, has these types instead: half of an effect. */
  onOddBases(substitutes: Partial<Record<TypeDraw, TypeDraw>>): Lab;
  /** The same lab, in which another curve stands for each measured one of these types. Nothing more is measured. */
  reshaped(changes: Partial<Record<TypeDraw, Reshape>>): Lab;
  /** The untrained model of the same shape, on the same prompts, with its own step and levels. */
  untrained(): Lab;
  /** A model that stands beside the run's own, on the same prompts: "step-87", "smaller". */
  onModel(name: string): Lab;
  /** The same lab, in which this view of the run's own model stands wherever another model is asked for. */
  inPlaceOfModels(view: (own: Lab, name: string) => Lab): Lab;
  /** The same lab on the run's bases and those beyond them: for an effect that the run's bases are too few to find. */
  withMoreBases(): Lab;
}

/** A lab, and what its run needs of it. */
export interface RunLab extends Lab {
  /** Measures the plan's batch on the run's bases and prepares all that its types look up. */
  measureShown(): Promise<LabState>;
  /** What the sparse autoencoder makes of the run's bases, before any curve; null where there is none. */
  examineSae(): Promise<SaeHealth | null>;
  /** Releases the untrained model. The one that was given is its owner's. */
  close(): Promise<void>;
}

/** A lab on one model. Nothing runs before the first question; equal seeds give equal answers in any order. */
export function createLab(options: LabOptions): RunLab {
  const batch = drawableArms(options.plan.batch, options.sae !== null);
  const curves = createLabCurves("model", options, batch);
  let opening: Promise<{ readonly model: LanguageModel; readonly curves: LabCurves }> | undefined;
  const openUntrained = async (): Promise<LabCurves> => {
    opening ??= options.openUntrained().then((model) => {
      const { products: _, activations: __, ...rest } = options; // nothing to encode, and another model's activations
      const plain: LabOptions = { ...rest, model, sae: null, onSubject: false };
      return { model, curves: createLabCurves("untrained", plain, []) };
    });
    return (await opening).curves;
  };
  const others = new Map<string, Promise<{ readonly model: LanguageModel; readonly curves: LabCurves }>>();
  const openOther = async (name: string): Promise<LabCurves> => {
    const opened = others.get(name) ?? openBeside(name, options);
    others.set(name, opened);
    return (await opened).curves;
  };
  const view: LabView = {
    curves: async () => curves,
    openUntrained,
    openOther,
    inPlaceOfModels: null,
    isOther: false,
    substitutes: {},
    onOddBases: {},
    reshapes: {},
    beyond: false,
  };
  return {
    ...labOf(view),
    async measureShown() {
      const state = await curves.state(batch);
      await state.preparation.contextsFor(typesDrawnBy(batch)); // all curves may have come from a store
      return state;
    },
    async examineSae() {
      const { saeHealth } = await curves.preparation();
      return saeHealth();
    },
    async close() {
      for (const one of [opening, ...others.values()]) {
        const opened = await one?.catch(() => undefined); // one that could not be opened holds nothing
        await opened?.model.dispose();
      }
    },
  };
}

/** A model beside the run's own, perturbed at the same place and read at its own end; nothing of the batch runs on it. */
async function openBeside(name: string, options: LabOptions) {
  const { products: _, activations: __, openOther, ...rest } = options; // another model's activations
  if (!openOther)
    throw new NotRunError({
      what: `The model "${name}"`,
      missing: "a model beside the run's own by that name",
      hint: "Hint: companions.json in the model's directory names the folders of such models.",
    });
  const model = await openOther(name);
  const readAt = hookPoint(model.shape.layers - 1, "post");
  const plain: LabOptions = { ...rest, model, readAt, sae: null, onSubject: false };
  return { model, curves: createLabCurves(`other ${name}`, plain, []) };
}

/** What a lab looks at. */
interface LabView {
  readonly curves: () => Promise<LabCurves>;
  readonly openUntrained: () => Promise<LabCurves>;
  readonly openOther: (name: string) => Promise<LabCurves>;
  /** What stands for every other model; null: the model itself. */
  readonly inPlaceOfModels: ((own: Lab, name: string) => Lab) | null;
  /** Whether it is of a model beside the run's own, whose lengths are in units of their own. */
  readonly isOther: boolean;
  /** Applied to every type asked for. */
  readonly substitutes: Partial<Record<TypeDraw, TypeDraw>>;
  readonly onOddBases: Partial<Record<TypeDraw, TypeDraw>>;
  /** By the type that is asked for, whatever stands for it. */
  readonly reshapes: Partial<Record<TypeDraw, Reshape>>;
  /** Whether the bases beyond the run's belong to it. */
  readonly beyond: boolean;
}

/** The questions of a lab. */
function labOf(view: LabView): Lab {
  const sampleAs = async (metric: CurveMetric, type: TypeDraw, drawn: TypeDraw): Promise<GroupSample> => {
    const { along: perturbation, output } = metric;
    const arm: Arm = { perturbation, type: drawn, output };
    const curves = await view.curves();
    const state = await curves.state([arm, ...armsBeside(metric, curves.options)], view.beyond);
    const composed = typesDrawnBy([arm]).some((drawn) => generatorOf(drawn).needs === "sae");
    const faults = composed ? ((await state.preparation.saeHealth())?.faults ?? []) : [];
    const hasPair = await pairsOf(drawn, state);
    const { beyond, isOther, reshapes } = view;
    const measured = sampleOf(metric, arm, state, { beyond, faults, hasPair, reshape: reshapes[type] });
    return isOther ? { ...measured, meanDistance: null } : measured;
  };
  const asSubstituted = async (
    type: TypeDraw,
    of: (drawn: TypeDraw) => Promise<GroupSample>,
  ): Promise<GroupSample> => {
    const even = await of(view.substitutes[type] ?? type);
    const other = view.onOddBases[type];
    return other === undefined ? even : alternating(even, await of(other));
  };
  const sample: Lab["sample"] = (metric, type) =>
    asSubstituted(type, (drawn) => sampleAs(metric, type, drawn));
  return {
    sample,
    codes: (metric, type) =>
      asSubstituted(type, async (drawn) => codeValues(metric, drawn, await view.curves(), view.beyond)),
    async samples(metric, types) {
      const samples = {} as Record<(typeof types)[number], GroupSample>;
      for (const type of types) samples[type] = await sample(metric, type);
      return samples;
    },
    with: (more) => labOf({ ...view, substitutes: { ...view.substitutes, ...known(more) } }),
    onOddBases: (more) => labOf({ ...view, onOddBases: { ...view.onOddBases, ...known(more) } }),
    reshaped: (more) => labOf({ ...view, reshapes: { ...view.reshapes, ...known(more) } }),
    untrained: () => labOf({ ...view, curves: view.openUntrained }),
    onModel: (name) =>
      view.inPlaceOfModels
        ? view.inPlaceOfModels(labOf({ ...view, inPlaceOfModels: null }), name)
        : labOf({ ...view, curves: () => view.openOther(name), isOther: true }),
    inPlaceOfModels: (inPlaceOfModels) => labOf({ ...view, inPlaceOfModels }),
    withMoreBases: () => labOf({ ...view, beyond: true }),
  };
}

/** The same, once every type in whose place something is put exists: nobody would ask for another. Throws: InvalidInputError. */
function known<T extends object>(byType: T): T {
  for (const type of Object.keys(byType)) generatorOf(type as TypeDraw);
  return byType;
}

/** Whether a base has a pair of this type; every base has, where pairs are not chosen by words. */
async function pairsOf(type: TypeDraw, { preparation }: LabState): Promise<(base: number) => boolean> {
  const generator = generatorOf(type);
  if (generator.needs !== "prompts") return () => true;
  const contexts = await preparation.contextsFor([type]);
  return (base) => generator.hasPair(contexts[base]!.prompts);
}

/**
 * A metric of the curves that are there.
 *
 * Throws: InvalidInputError where no base could be measured, with the reason of the first.
 */
function sampleOf(
  metric: CurveMetric,
  arm: Arm,
  state: LabState,
  how: {
    readonly beyond: boolean;
    readonly faults: readonly string[];
    readonly hasPair: (base: number) => boolean;
    readonly reshape?: Reshape | undefined;
  },
): GroupSample {
  const { beyond, faults, hasPair, reshape } = how;
  const key = armKey(arm);
  const parts = beyond ? [state.curves.get(key)!, state.curvesBeyond.get(key)!] : [state.curves.get(key)!];
  const { typeIs, stepsGrowWithDistance } = arm.perturbation;
  const missing = parts.flatMap((curves) => curves.lost);
  const [first] = missing;
  const lost = missing.flatMap(({ base }) => (hasPair(base) ? [base] : []));
  const outside = missing.flatMap(({ base }) => (hasPair(base) ? [] : [base]));
  const bases = parts.flatMap((curves) => curves.bases);
  if (first !== undefined && bases.length === 0)
    throw new InvalidInputError({
      what: `the number of bases on which "${key}" can be measured`,
      got: 0,
      want: "at least 1",
      hint: `Hint: on base ${first.base} the reason is: ${first.because}`,
    });
  const { values, atEnd } = curveValues(metric, parts, state, reshape);
  return {
    bases,
    values,
    ...(atEnd > 0 && { atEnd }),
    meanDistance: typeIs === "target" ? mean(parts.flatMap(({ distance }) => [...distance])) : null,
    stepsGrowWithDistance,
    ...(lost.length > 0 && { lost }),
    ...(outside.length > 0 && { outside }),
    ...(faults.length > 0 && { doubt: `The SAE cannot be relied on: ${faults.join(" ")}` }),
  };
}
