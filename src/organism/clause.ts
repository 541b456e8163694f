import { LEXICON, type Name } from "./lexicon.ts";
import { other, type Story } from "./story.ts";

/** What a verb must agree with, and who acts. */
interface Subject {
  readonly plural: boolean;
  readonly who: Name | undefined;
}

type Number_ = "singular" | "plural";

const w = LEXICON.id;
const PLURAL = w("+s");
const PAST = w("+ed");
const THE = w("the");
const AND = w("and");
const DETERMINERS: Record<Number_, readonly number[]> = {
  singular: [THE, w("a"), w("this"), w("that"), w("every")],
  plural: [THE, w("some"), w("these"), w("those"), w("many"), w("two"), w("three")],
};
const PREPOSITIONS = [w("in"), w("at"), w("near"), w("from")];
const RELATIVES = [w("who"), w("which")];

/** A subject and its verb phrase, whose number agrees; the first of a story is by its first character. */
export function clause(s: Story, opening: boolean): void {
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
      out.push(other(s, who).id);
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
