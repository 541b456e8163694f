import seedrandom from "seedrandom";

/** A stream of xor4096, of which many draws are had at a fraction of the time of as many calls. */
export interface Xor4096 {
  /** A uniform number in (0, 1) with 53 random bits: seedrandom's `xor4096(key).double`, draw for draw. */
  double(): number;
  /**
   * Fills with whole numbers in 0 .. below-1: floor(u below) of the stream's next uniforms u. A u of exactly 0 is not
   * drawn again here: it comes once in 2^53 and is as good as any other.
   */
  fill(into: Int32Array, below: number): void;
}

/** Words of the generator's state, each of which is renewed in its turn. */
const WORDS = 128;
const LAST_WORD = WORDS - 1;
/** Uniforms of one round over the state, of two words each. */
const ROUND = WORDS / 2;
/** How far before a word those are that it is renewed from: so many words later than in the round before. */
const LAG = 33;
const WEYL = 0x61c88647;
/** Two words (a, b) make the uniform ((a >>> 11) + (b >>> 0) / 2^32) / 2^21. */
const LOW = 2 ** -32;
const HIGH = 2 ** -21;

/**
 * The stream of a key, seeded by seedrandom.
 *
 * A step: w += 0x61c88647; with X the state and i the place of the word whose turn it is,
 * X_i = g(X_(i + 33 mod 128), X_i), and the word drawn is X_i + (w ^ (w >>> 16)); `mixed` is g.
 * Source: Brent's xorgens as seedrandom has it (lib/xor4096.js, after xor4096i in xorgens305).
 */
export function xor4096(key: string): Xor4096 {
  const seeded = seedrandom.xor4096(key, { state: true }).state() as unknown as SeededState;
  const state = new Int32Array(seeded.X);
  let weyl = seeded.w;
  let place = (seeded.i + 1) & LAST_WORD;
  const uniform = () => {
    const [i, next] = [place, place + 1];
    weyl = (weyl + WEYL) | 0;
    const a = mixed(state[(i + LAG) & LAST_WORD]!, state[i]!);
    state[i] = a;
    const high = (a + (weyl ^ (weyl >>> 16))) >>> 11;
    weyl = (weyl + WEYL) | 0;
    const b = mixed(state[(next + LAG) & LAST_WORD]!, state[next]!);
    state[next] = b;
    place = (place + 2) & LAST_WORD; // even: a uniform takes two words
    return (high + ((b + (weyl ^ (weyl >>> 16))) >>> 0) * LOW) * HIGH;
  };
  return {
    double() {
      for (;;) {
        const u = uniform();
        if (u !== 0) return u;
      }
    },
    fill(into, below) {
      let at = 0;
      while (at < into.length && (place !== 0 || into.length - at < ROUND)) into[at++] = uniform() * below;
      for (; at + ROUND <= into.length; at += ROUND) weyl = fillRound(state, weyl, into, at, below * HIGH);
      while (at < into.length) into[at++] = uniform() * below;
    },
  };
}

/** What seedrandom keeps of a stream: the state, the place of the word drawn last, and the Weyl generator. */
interface SeededState {
  readonly X: readonly number[];
  readonly i: number;
  readonly w: number;
}

function mixed(later: number, own: number): number {
  let v = later;
  let t = own;
  v ^= v << 13;
  t ^= t << 17;
  v ^= v >>> 15;
  t ^= t >>> 12;
  return v ^ t;
}

/** One round over the whole state, from its first word: ROUND numbers from `at`. Returns the Weyl generator after it. */
function fillRound(state: Int32Array, before: number, into: Int32Array, at: number, scale: number): number {
  let weyl = before;
  for (let i = 0, n = at; i < WORDS; i += 2, n++) {
    weyl = (weyl + WEYL) | 0;
    const a = mixed(state[(i + LAG) & LAST_WORD]!, state[i]!);
    state[i] = a;
    const high = (a + (weyl ^ (weyl >>> 16))) >>> 11;
    weyl = (weyl + WEYL) | 0;
    const b = mixed(state[(i + 1 + LAG) & LAST_WORD]!, state[i + 1]!);
    state[i + 1] = b;
    const low = (b + (weyl ^ (weyl >>> 16))) >>> 0;
    into[n] = (high + low * LOW) * scale; // stored as a whole number: floor
  }
  return weyl;
}
