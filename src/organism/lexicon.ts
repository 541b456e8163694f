import { type Rng, rngFromSeed } from "../math/rng.ts";

/** Words of one topic, as token ids; the first of a list is the commonest. */
export interface Topic {
  readonly nouns: readonly number[];
  readonly verbs: readonly number[];
  readonly adjectives: readonly number[];
  readonly places: readonly number[];
}

/** A character's name and the pronoun that stands for it. */
export interface Name {
  readonly id: number;
  readonly subject: number;
  readonly object: number;
  readonly possessive: number;
}

/** All words of the language. */
export interface Lexicon {
  /** words[id] is the token's text; ids are 0 .. words.length-1. */
  readonly words: readonly string[];
  readonly topics: readonly Topic[];
  readonly names: readonly Name[];
  readonly adverbs: readonly number[];
  /** Token id of a function word. Throws a RangeError for a word that is not one: a mistake in the grammar. */
  readonly id: (word: FunctionWord) => number;
  /** zero .. eighteen: numbers[v] is the token of the value v. */
  readonly numbers: readonly number[];
}

const PER_TOPIC = { nouns: 20, verbs: 12, adjectives: 8, places: 6 } as const;
const TOPICS = 12;
const NAMES = 60;
const ADVERBS = 60;

const NUMBERS = [
  ...["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"],
  ...["twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"],
] as const;

/** English, so that a printed story can be followed. `<eos>` and `<unk>` are tokens 0 and 1. */
const FUNCTION_WORDS = [
  ...["<eos>", "<unk>", "+s", "+ed", ".", ",", '"', "the", "a", "this", "that", "these", "those", "some"],
  ...["many", "every", "and", "but", "or", "because", "when", "while", "although", "if", "so", "is", "are"],
  ...["was", "were", "not", "very", "too", "he", "she", "him", "her", "his", "who", "which", "in", "at"],
  ...["near", "from", "to", "with", "of", "said", "asked", "went", "goes", "go", "plus", "there", "then"],
  ...["again", "together", "their"],
  ...NUMBERS,
] as const;

export type FunctionWord = (typeof FUNCTION_WORDS)[number];

const ONSETS = "b br cl d dr f fl g gr h j k l m n p pl r s sh st t tr v w z".split(" ");
const NUCLEI = "a e i o u ai ea oo".split(" ");
const CODAS = ["", "", "", "b", "ck", "d", "l", "m", "n", "nd", "r", "rt", "s", "t"];

/**
 * The words of the organism's language: 748 in all, the same for every seed of the training.
 *
 * 12 topics x (20 nouns, 12 verbs, 8 adjectives, 6 places) = 552 words, 60 names and 60 adverbs are invented from
 * two or three syllables; the rest are English function words and numbers.
 */
export const LEXICON: Lexicon = buildLexicon(rngFromSeed("organism-language-1"));

function buildLexicon(rng: Rng): Lexicon {
  const words: string[] = [...FUNCTION_WORDS];
  const taken = new Set<string>(words);
  const spelling = rng.fork("spelling");
  const invent = (count: number): number[] =>
    Array.from({ length: count }, () => {
      let word = inventWord(spelling);
      while (taken.has(word)) word = inventWord(spelling);
      taken.add(word);
      return words.push(word) - 1;
    });
  const id = (word: FunctionWord): number => {
    const found = FUNCTION_WORDS.indexOf(word);
    if (found < 0) throw new RangeError(`"${word}" is not a function word of the language.`);
    return found;
  };
  const pronouns = [
    { subject: id("he"), object: id("him"), possessive: id("his") },
    { subject: id("she"), object: id("her"), possessive: id("her") },
  ] as const;
  const topics = Array.from({ length: TOPICS }, () => ({
    nouns: invent(PER_TOPIC.nouns),
    verbs: invent(PER_TOPIC.verbs),
    adjectives: invent(PER_TOPIC.adjectives),
    places: invent(PER_TOPIC.places),
  }));
  const names = invent(NAMES).map((name) => ({
    id: name,
    ...pronouns[rng.fork("pronoun").fork(name).integer(2)]!,
  }));
  return { words, topics, names, adverbs: invent(ADVERBS), id, numbers: NUMBERS.map(id) };
}

/** Two or three syllables of onset, nucleus and perhaps coda. */
function inventWord(rng: Rng): string {
  const pick = (list: readonly string[]) => list[rng.integer(list.length)]!;
  const syllables = 2 + (rng.uniform() < 0.25 ? 1 : 0);
  let word = "";
  for (let i = 0; i < syllables; i++)
    word += pick(ONSETS) + pick(NUCLEI) + (i === syllables - 1 ? pick(CODAS) : "");
  return word;
}
