import { relative } from "node:path";
import type { Source } from "./sources/source.ts";

/**
 * How an option stands in the identity of a run, which decides the bits of its curves: "value" as it is, "resolved" as
 * the session makes it out, "contents" by a digest of what it names, "no" not at all.
 */
export type InIdentity = "value" | "resolved" | "contents" | "no";

/** What a run is made from besides what was typed. */
export interface Place {
  /** The checkout. */
  readonly root: string;
  readonly model: Source;
  readonly sae: Source | null;
  /** Further SAEs; default: none was named. */
  readonly moreSaes?: readonly Source[] | null;
}

/** Where a run is told again. */
export interface Telling {
  readonly root: string;
  /** Whether a run of this model gets an SAE unasked. */
  readonly takesSae: boolean;
}

/**
 * The words that would be typed for a value again, as the command receives them; null: none. `standard` is the value of a
 * run without options.
 */
export type Again<V> = (value: V, standard: V, at: Telling) => readonly string[] | null;

/** What the command line knows of an option. `T` is what it makes of the typed text; null in it: nothing was typed. */
export interface FlagRow<T> {
  /** As commander takes it: "--bases <n>", or "--publish" for one without a value. */
  readonly flag: string;
  readonly help: string;
  /** Help of the flag that says no: "--no-sae" of "--sae <dir|name>". It is typed as false. */
  readonly no?: string;
  /** `before` is what was made of the same flag before, where it is typed more than once. */
  readonly parse: (text: string, before?: T) => T;
  /** What stands where nothing is typed. */
  readonly standard: T;
}

/** An option of a run. Each field is a decision that cannot be left out. */
export interface RunRow<T, V, I extends InIdentity, P extends boolean> extends FlagRow<T> {
  /** `all` is what was typed for every option, for one that follows from others where nothing is typed. */
  readonly value: (typed: T, place: Place, all: Readonly<Record<string, unknown>>) => V;
  readonly identity: I;
  /** Whether the header of a part carries what was typed, so that a merge opens the same run. */
  readonly part: P;
  readonly again: Again<V>;
  /** Whether a run with another value is another one than the goldens and the committed report are about. */
  readonly golden: boolean;
}

/** An option of the command, not of its run. */
export interface CommandRow<T> extends FlagRow<T> {
  readonly value: null;
  readonly identity: "no";
  readonly part: false;
}

/** One option of a run. */
export function runOption<T, V, const I extends InIdentity, const P extends boolean>(
  row: RunRow<T, V, I, P>,
): RunRow<T, V, I, P> {
  return row;
}

/** One option that says what a command does around a run. */
export function commandOption<T>(row: FlagRow<T>): CommandRow<T> {
  return { ...row, value: null, identity: "no", part: false };
}

/** Told again as "--bases 300" where it is not the standard. */
export function asTyped(flag: string): Again<string | number | null> {
  return (value, standard) => (value === standard || value === null ? null : [flag, String(value)]);
}

/** Told again as a path from the checkout. */
export function asPath(flag: string): Again<string | null> {
  return (value, standard, { root }) =>
    value === standard || value === null ? null : [flag, pathFrom(root, value)];
}

/** Told again by the name it was fetched by, and as a path where it is a directory. */
export function asSource(flag: string): Again<Source | null> {
  return (value, standard, { root }) =>
    value === null || value.dir === standard?.dir ? null : [flag, value.typed ?? pathFrom(root, value.dir)];
}

/** Several of them, with commas. */
export function asSources(flag: string): Again<readonly Source[] | null> {
  return (value, _standard, { root }) =>
    value === null ? null : [flag, value.map(({ dir, typed }) => typed ?? pathFrom(root, dir)).join(",")];
}

/** Never told again. */
export const notAgain: Again<unknown> = () => null;

/** "." for the folder itself: no option takes an empty path. */
function pathFrom(root: string, path: string): string {
  return relative(root, path) || ".";
}
