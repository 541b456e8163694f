import { resolve } from "node:path";
import { shippedIn } from "../files/checkout.ts";
import { OWN } from "../papers/own.ts";
import type { Again, InIdentity, Place, RunRow, Telling } from "./option-row.ts";
import { OPTIONS } from "./options.ts";
import { saesInside } from "./sources/saes-inside.ts";
import { directory } from "./sources/source.ts";

type Rows = typeof OPTIONS;

/** The name of an option, as the code has it. */
export type OptionName = keyof Rows;

/** Options that belong to a run, and among them those whose row has this in this field. */
type RunOptionName = { [K in OptionName]: Rows[K]["value"] extends null ? never : K }[OptionName];
type NameWith<Field extends "identity" | "part", Is> = {
  [K in RunOptionName]: Rows[K][Field] extends Is ? K : never;
}[RunOptionName];

/** What was typed, or stands where nothing was; null: nothing was typed. */
export type Typed = { readonly [K in OptionName]: Rows[K]["standard"] };

/** What was typed to measure a part: what a merge needs to open the same run again. */
export type PartOptions = Pick<Typed, NameWith<"part", true>>;

type OptionValues = {
  readonly [K in RunOptionName]: Rows[K] extends { value: (...given: never) => infer V } ? V : never;
};

/** What one run of the claims is about; the project `claims` receives it by `provide`. */
export interface RunOptions extends OptionValues {
  /** Where the curves of a killed run are kept until its report is written; null: nowhere. */
  readonly runStore: { readonly folder: string; readonly name: string } | null;
  /** Part files that every curve comes from; none: curves are measured. */
  readonly parts: readonly string[];
}

/** Options that a session makes out: what stands in their place in a run's identity. */
export type ResolvedOptions = {
  readonly [K in NameWith<"identity", "resolved">]: NonNullable<RunOptions[K]>;
};

/** What the options add to a run's identity; files and directories stand there by their contents. */
export type OptionsOfIdentity = Pick<RunOptions, NameWith<"identity", "value">> & ResolvedOptions;

/** What stands where nothing is typed. */
export const NOTHING_TYPED = Object.fromEntries(
  rows().map(([name, { standard }]) => [name, standard]),
) as Typed;

/** The run of what was typed, on a model and an SAE of this machine. It keeps no curves. */
export function runOptions(typed: Typed, place: Place): RunOptions {
  const values = runRows().map(([name, row]) => [name, row.value(typed[name] as never, place, typed)]);
  return { ...(Object.fromEntries(values) as OptionValues), runStore: null, parts: [] };
}

/** The shipped organism and its SAE, for the commands of `root`. */
export function organismPlace(root: string): Place {
  const organism = resolve(shippedIn(root), "fixtures/organism");
  return {
    root,
    model: directory(organism),
    sae: directory(resolve(organism, "sae", OWN.hook)),
  };
}

/** The run of the shipped organism when nothing is typed. */
export function defaultRunOptions(root: string): RunOptions {
  return runOptions(NOTHING_TYPED, organismPlace(root));
}

/** Whether a run is the one the goldens and the committed report are about: the shipped organism, as it ships. */
export function isDefaultRun(run: RunOptions, root: string): boolean {
  const wanted = defaultRunOptions(root);
  const same = (name: RunOptionName) => JSON.stringify(run[name]) === JSON.stringify(wanted[name]);
  return runRows().every(([name, { golden }]) => !golden || same(name));
}

/**
 * The options that differ from the defaults, as the words that would be typed after `reproduce`: names of the Hub as they are, not where its cache lies on this machine, and paths from the checkout. `onSubject`: the weights
 * are those of a paper's subject, which get the paper's SAE unasked.
 */
export function optionsAgain(
  run: RunOptions,
  { root, onSubject }: { readonly root: string; readonly onSubject: boolean },
): readonly string[] {
  const standard = defaultRunOptions(root);
  const at: Telling = {
    root,
    takesSae: onSubject || run.model.dir === standard.model.dir || saesInside(run.model.dir).length === 1,
  };
  return runRows().flatMap(
    ([name, row]) => (row.again as Again<unknown>)(run[name], standard[name], at) ?? [],
  );
}

/** What the options add to a run's identity. */
export function identityOptions(run: RunOptions, resolved: ResolvedOptions): OptionsOfIdentity {
  const own = runRows().flatMap(([name, { identity }]) => (identity === "value" ? [[name, run[name]]] : []));
  return { ...Object.fromEntries(own), ...resolved };
}

/** What the header of a part carries of what was typed. */
export function partOptions(typed: Typed): PartOptions {
  const own = runRows().flatMap(([name, { part }]) => (part ? [[name, typed[name]]] : []));
  return Object.fromEntries(own) as PartOptions;
}

/** What was typed for a part. */
export function typedOfPart(options: PartOptions): Typed {
  return { ...NOTHING_TYPED, ...options };
}

/** Every row by its name. What a row takes and gives is known of each, not of all together. */
function rows() {
  return Object.entries(OPTIONS) as [OptionName, Rows[OptionName]][];
}

function runRows() {
  type AnyRunRow = RunRow<never, unknown, InIdentity, boolean>;
  return rows().filter(([, { value }]) => value !== null) as unknown as [RunOptionName, AnyRunRow][];
}
