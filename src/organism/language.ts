import type { Rng } from "../math/rng.ts";
import { clause } from "./clause.ts";
import { LEXICON } from "./lexicon.ts";
import { beginStory, type Story, type TokenSink } from "./story.ts";

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
  const story = beginStory(rng, out);
  const sentences = 4 + story.draw.below(5);
  for (let i = 0; i < sentences; i++) sentence(story, i === 0);
  out.push(EOS);
}

/** The end of a story: token 0. */
export const EOS: number = LEXICON.id("<eos>");

const w = LEXICON.id;
const PERIOD = w(".");
const COMMA = w(",");
const QUOTE = w('"');
const CONJUNCTIONS = [w("because"), w("when"), w("while"), w("although"), w("if")];
const JOINERS = [w("and"), w("but"), w("so")];

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
