import { hash } from "node:crypto";
import { InvalidInputError } from "../errors/index.ts";
import { normalQuantile } from "./gaussian.ts";
import { type Xor4096, xor4096 } from "./xor4096.ts";

/**
 * A named random stream.
 *
 * The state of a stream depends only on the root seed and on its name, never on what was drawn elsewhere or
 * in which order: `rng.fork("structured").fork(7)` is the same stream whether or not `fork(6)` was ever used.
 */
export interface Rng {
  /** Names from the root down, joined by "/". */
  readonly name: string;
  /** A uniform number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** A uniform whole number in 0 .. below-1. */
  integer(below: number): number;
  /** Fills with whole numbers in 0 .. below-1: those of as many calls of `integer`, at a third of the time. */
  fill(into: Int32Array, below: number): void;
  /** A standard normal number: inverse distribution function of one uniform. */
  normal(): number;
  /** An independent stream keyed by what will be drawn from it. Does not advance this one. */
  fork(name: string | number): Rng;
}

/**
 * The root of all streams of a run.
 *
 * Stream seed = sha256 hex of `root + "\0" + name`, fed to seedrandom's xor4096 (a 53-bit double per draw).
 */
export function rngFromSeed(seed: number | string): Rng {
  return stream(String(seed), "");
}

function stream(root: string, name: string): Rng {
  const key = hash("sha256", `${root}\0${name}`, "hex");
  let begun: Xor4096 | undefined;
  const source = () => {
    begun ??= xor4096(key);
    return begun;
  };
  const uniform = () => source().double();
  return {
    name,
    uniform,
    integer(below) {
      checkBound(below, Number.MAX_SAFE_INTEGER);
      return Math.floor(uniform() * below);
    },
    fill(into, below) {
      checkBound(below, MOST_BELOW_IN_A_FILLING);
      source().fill(into, below);
    },
    normal: () => normalQuantile(uniform()),
    fork: (child) => stream(root, name === "" ? String(child) : `${name}/${child}`),
  };
}

/** What is filled has whole numbers of 32 bits. */
const MOST_BELOW_IN_A_FILLING = 2 ** 31;

function checkBound(below: number, most: number): void {
  if (!Number.isSafeInteger(below) || below < 1 || below > most)
    throw new InvalidInputError({
      what: "the bound of a random integer",
      got: below,
      want:
        most === Number.MAX_SAFE_INTEGER
          ? "a whole number of at least 1"
          : `a whole number from 1 to ${most}`,
      hint: "Hint: an empty list has no element to draw.",
    });
}

/**
 * `count` distinct whole numbers of 0 .. below-1 in random order (a partial Fisher-Yates shuffle).
 *
 * Throws: InvalidInputError when `count` exceeds `below`.
 */
export function sampleWithoutReplacement(rng: Rng, below: number, count: number): Int32Array {
  if (count > below)
    throw new InvalidInputError({
      what: "the number of draws without replacement",
      got: count,
      want: `at most the ${below} there are`,
      hint: "Hint: ask for fewer, or supply more.",
    });
  const pool = Int32Array.from({ length: below }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + rng.integer(below - i);
    const held = pool[i]!;
    pool[i] = pool[j]!;
    pool[j] = held;
  }
  return pool.slice(0, count);
}

/** A random permutation of 0 .. length-1. */
export function permutation(rng: Rng, length: number): Int32Array {
  return sampleWithoutReplacement(rng, length, length);
}
