import { InvalidInputError } from "../errors/index.ts";
import type { Rng } from "../math/rng.ts";
import { LEXICON, type Name, type Topic } from "./lexicon.ts";

/**
 * The organism's language: stories in a small English-like grammar with invented words (`lexicon.ts`).
 *
 * ```
 * text        = { story "<eos>" }
 * story       = 4 to 8 x sentence          one topic, two characters, one tense, one home place, four props
 * sentence    = clause "."  |  conjunction clause "," clause "."  |  clause ("and" | "but" | "so") clause "."
 *             | name "said" ["to" name] "," quote clause "." quote  |  quote clause "," quote "said" name "."
 *             | number "plus" number "is" number "."
 * clause      = subject verb-phrase
 * subject     = name | pronoun of the last subject | name "and" name | noun-phrase
 * noun-phrase = determiner ["very"] [adjective] noun ["+s"] [("who" | "which") verb-phrase]
 * verb-phrase = verb ending [object] [place] [adverb]  |  copula ["not"] ["very" | "too"] adjective
 *             | ("went" | "goes" | "go") "to" "the" place ["with" name]
 * object      = noun-phrase | possessive noun | the other character or its pronoun
 * ```
 *
 * What reaches further than a few words, so that counting neighbours cannot learn it: the topic decides which
 * nouns, verbs, adjectives and places occur; the two characters, the props (four nouns used two times in three)
 * and the home place return through the story; tense is held (`+ed`, was, were, went against `+s`, is, are); verb
 * and copula agree with the subject's number across a relative clause; a pronoun is the last subject's; an opened
 * quotation closes and is said by a character; sums are true.
 */
export function writeStory(rng: Rng, out: TokenSink): void {
  const draw = drawer(rng);
  const topic = draw.of(LEXICON.topics);
  const first = draw.of(LEXICON.names);
  let second = draw.of(LEXICON.names);
  while (second === first) second = draw.of(LEXICON.names);
  const story: Story = {
    draw,
    out,
    topic,
    cast: [first, second],
    past: draw.chance(0.6),
    home: draw.of(topic.places),
    props: Array.from({ length: 4 }, () => draw.of(topic.nouns)),
    lastSubject: undefined,
  };
  const sentences = 4 + draw.below(5);
  for (let i = 0; i < sentences; i++) sentence(story, i === 0);
  out.push(EOS);
}

/** Receives token ids one by one. */
export interface TokenSink {
  push(token: number): void;
}

/** The end of a story: token 0. */
export const EOS: number = LEXICON.id("<eos>");

/** A fresh, endless text: `take(n)` gives its next n tokens. */
export interface TokenStream {
  take(count: number): Int32Array;
}

/**
 * Text drawn from `rng`: story i comes from the stream `rng.fork(i)`, so the text is one sequence whatever the
 * sizes in which it is taken.
 */
export function textStream(rng: Rng): TokenStream {
  let buffer: number[] = [];
  let at = 0;
  let story = 0;
  return {
    take(count) {
      const tokens = new Int32Array(count);
      for (let i = 0; i < count; i++) {
        if (at === buffer.length) {
          buffer = [];
          at = 0;
          writeStory(rng.fork(story++), buffer);
        }
        tokens[i] = buffer[at++]!;
      }
      return tokens;
    },
  };
}

/** Distance between the stretches of text that successive prompts come from: longer than nearly every story. */
const PROMPT_STRIDE = 128;

/**
 * Prompts for experiments: the first `length` tokens of uniformly random windows of text that no training saw.
 *
 * Prompt i lies uniformly in the i-th stretch of 128 tokens of an endless text, so prompts never overlap and the
 * i-th prompt does not depend on `count`. Streams used: `rng.fork("prompt-text")` and `rng.fork("prompt-place")`.
 *
 * Throws: InvalidInputError when `length` is not a whole number from 1 to 128.
 */
export function drawPrompts(rng: Rng, count: number, length = 10): number[][] {
  if (!Number.isInteger(length) || length < 1 || length > PROMPT_STRIDE)
    throw new InvalidInputError({
      what: "the prompt length",
      got: length,
      want: `a whole number from 1 to ${PROMPT_STRIDE}`,
      hint: "Hint: the paper's prompts have 10 tokens.",
    });
  const text = textStream(rng.fork("prompt-text"));
  const place = rng.fork("prompt-place");
  return Array.from({ length: count }, () => {
    const start = place.integer(PROMPT_STRIDE - length + 1);
    return Array.from(text.take(PROMPT_STRIDE).subarray(start, start + length));
  });
}

interface Story {
  readonly draw: Drawer;
  readonly out: TokenSink;
  readonly topic: Topic;
  readonly cast: readonly [Name, Name];
  readonly past: boolean;
  readonly home: number;
  readonly props: readonly number[];
  /** The character a pronoun would stand for. */
  lastSubject: Name | undefined;
}

/** What a verb must agree with, and who acts. */
interface Subject {
  readonly plural: boolean;
  readonly who: Name | undefined;
}

type Number_ = "singular" | "plural";

const w = LEXICON.id;
const PERIOD = w(".");
const COMMA = w(",");
const QUOTE = w('"');
const PLURAL = w("+s");
const PAST = w("+ed");
const THE = w("the");
const AND = w("and");
const DETERMINERS: Record<Number_, readonly number[]> = {
  singular: [THE, w("a"), w("this"), w("that"), w("every")],
  plural: [THE, w("some"), w("these"), w("those"), w("many"), w("two"), w("three")],
};
const CONJUNCTIONS = [w("because"), w("when"), w("while"), w("although"), w("if")];
const JOINERS = [AND, w("but"), w("so")];
const PREPOSITIONS = [w("in"), w("at"), w("near"), w("from")];
const RELATIVES = [w("who"), w("which")];

function sentence(s: Story, opening: boolean): void {
  const { draw, out } = s;
  const kind = draw.uniform();
  if (opening || kind < 0.42) {
    clause(s, opening);
    out.push(PERIOD);
  } else if (kind < 0.56) {
    out.push(draw.of(CONJUNCTIONS));
    clause(s, false);
    out.push(COMMA);
    clause(s, false);
    out.push(PERIOD);
  } else if (kind < 0.66) {
    clause(s, false);
    out.push(draw.of(JOINERS));
    clause(s, false);
    out.push(PERIOD);
  } else if (kind < 0.78) {
    const [speaker, hearer] = draw.shuffled(s.cast);
    out.push(speaker.id);
    out.push(w("said"));
    if (draw.chance(0.4)) {
      out.push(w("to"));
      out.push(hearer.id);
    }
    out.push(COMMA);
    out.push(QUOTE);
    s.lastSubject = undefined;
    clause(s, false);
    out.push(PERIOD);
    out.push(QUOTE);
    s.lastSubject = speaker;
  } else if (kind < 0.9) {
    const speaker = draw.of(s.cast);
    out.push(QUOTE);
    clause(s, false);
    out.push(COMMA);
    out.push(QUOTE);
    out.push(w("said"));
    out.push(speaker.id);
    out.push(PERIOD);
    s.lastSubject = speaker;
  } else {
    const a = draw.below(10);
    const b = draw.below(10);
    out.push(LEXICON.numbers[a]!);
    out.push(w("plus"));
    out.push(LEXICON.numbers[b]!);
    out.push(w("is"));
    out.push(LEXICON.numbers[a + b]!);
    out.push(PERIOD);
  }
}

function clause(s: Story, opening: boolean): void {
  verbPhrase(s, subject(s, opening));
}

function subject(s: Story, opening: boolean): Subject {
  const { draw, out } = s;
  const kind = draw.uniform();
  if (!opening && kind < 0.3 && s.lastSubject) {
    out.push(s.lastSubject.subject);
    return { plural: false, who: s.lastSubject };
  }
  if (opening || kind < 0.58) {
    const who = opening ? s.cast[0] : draw.of(s.cast);
    out.push(who.id);
    if (opening ? draw.chance(0.4) : draw.chance(0.15)) {
      out.push(AND);
      out.push((who === s.cast[0] ? s.cast[1] : s.cast[0]).id);
      s.lastSubject = undefined;
      return { plural: true, who: undefined };
    }
    s.lastSubject = who;
    return { plural: false, who };
  }
  return { plural: nounPhrase(s, true), who: undefined };
}

/** Returns whether the phrase is plural. */
function nounPhrase(s: Story, mayHaveClause: boolean): boolean {
  const { draw, out } = s;
  const plural = draw.chance(0.4);
  out.push(draw.common(DETERMINERS[plural ? "plural" : "singular"]));
  if (draw.chance(0.35)) {
    if (draw.chance(0.2)) out.push(w("very"));
    out.push(draw.common(s.topic.adjectives));
  }
  out.push(noun(s));
  if (plural) out.push(PLURAL);
  if (mayHaveClause && draw.chance(0.25)) {
    out.push(draw.of(RELATIVES));
    verbPhrase(s, { plural, who: undefined }, true);
  }
  return plural;
}

function noun(s: Story): number {
  return s.draw.chance(2 / 3) ? s.draw.of(s.props) : s.draw.common(s.topic.nouns);
}

function verbPhrase(s: Story, subject: Subject, short = false): void {
  const { draw, out } = s;
  const kind = draw.uniform();
  if (kind < 0.22) {
    out.push(w(s.past ? (subject.plural ? "were" : "was") : subject.plural ? "are" : "is"));
    if (draw.chance(0.2)) out.push(w("not"));
    if (draw.chance(0.3)) out.push(draw.chance(0.5) ? w("very") : w("too"));
    out.push(draw.common(s.topic.adjectives));
    return;
  }
  if (kind < 0.32 && !short) {
    out.push(w(s.past ? "went" : subject.plural ? "go" : "goes"));
    out.push(w("to"));
    out.push(THE);
    out.push(place(s));
    if (subject.who && draw.chance(0.3)) {
      out.push(w("with"));
      out.push(other(s, subject.who).id);
    }
    return;
  }
  out.push(draw.common(s.topic.verbs));
  if (s.past) out.push(PAST);
  else if (!subject.plural) out.push(PLURAL);
  if (draw.chance(0.75)) object(s, subject);
  if (short) return;
  if (draw.chance(0.35)) {
    out.push(draw.common(PREPOSITIONS));
    out.push(THE);
    out.push(place(s));
  }
  if (draw.chance(0.2)) out.push(draw.common(LEXICON.adverbs));
}

function place(s: Story): number {
  return s.draw.chance(0.6) ? s.home : s.draw.of(s.topic.places);
}

function object(s: Story, subject: Subject): void {
  const { draw, out } = s;
  const kind = draw.uniform();
  if (subject.who && kind < 0.2) {
    out.push(subject.who.possessive);
    out.push(noun(s));
  } else if (kind < 0.4) {
    const whom = subject.who ? other(s, subject.who) : draw.of(s.cast);
    out.push(subject.who && draw.chance(0.4) ? whom.object : whom.id);
  } else {
    nounPhrase(s, false);
  }
}

function other(s: Story, name: Name): Name {
  return name === s.cast[0] ? s.cast[1] : s.cast[0];
}

interface Drawer {
  uniform(): number;
  below(count: number): number;
  chance(probability: number): boolean;
  /** Every element alike. */
  of<T>(list: readonly T[]): T;
  /** Early elements more often: index = floor(n u²), density falling as 1/sqrt(index). */
  common<T>(list: readonly T[]): T;
  shuffled<T>(pair: readonly [T, T]): readonly [T, T];
}

function drawer(rng: Rng): Drawer {
  const uniform = () => rng.uniform();
  const below = (count: number) => Math.floor(uniform() * count);
  const chance = (probability: number) => uniform() < probability;
  return {
    uniform,
    below,
    chance,
    of: (list) => list[below(list.length)]!,
    common: (list) => {
      const u = uniform();
      return list[Math.floor(u * u * list.length)]!;
    },
    shuffled: (pair) => (chance(0.5) ? pair : [pair[1], pair[0]]),
  };
}
