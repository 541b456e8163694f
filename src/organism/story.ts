import type { Rng } from "../math/rng.ts";
import { type Drawer, drawer } from "./drawer.ts";
import { LEXICON, type Name, type Topic } from "./lexicon.ts";

/** Receives token ids one by one. */
export interface TokenSink {
  push(token: number): void;
}

/** What holds from the first sentence of a story to its last, and where its tokens go. */
export interface Story {
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

/** A story of which nothing is written yet. */
export function beginStory(rng: Rng, out: TokenSink): Story {
  const draw = drawer(rng);
  const topic = draw.of(LEXICON.topics);
  const first = draw.of(LEXICON.names);
  let second = draw.of(LEXICON.names);
  while (second === first) second = draw.of(LEXICON.names);
  return {
    draw,
    out,
    topic,
    cast: [first, second],
    past: draw.chance(0.6),
    home: draw.of(topic.places),
    props: Array.from({ length: 4 }, () => draw.of(topic.nouns)),
    lastSubject: undefined,
  };
}

/** The other of the two characters. */
export function other(s: Story, name: Name): Name {
  return name === s.cast[0] ? s.cast[1] : s.cast[0];
}
