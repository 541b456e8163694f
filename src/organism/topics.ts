import { EOS } from "./language.ts";
import { LEXICON } from "./lexicon.ts";

/** The topic that a word belongs to; words of no topic have none. */
const TOPIC_OF_WORD: ReadonlyMap<number, number> = new Map(
  LEXICON.topics.flatMap(({ nouns, verbs, adjectives, places }, topic) =>
    [...nouns, ...verbs, ...adjectives, ...places].map((word) => [word, topic] as const),
  ),
);

/**
 * What the story is about that a prompt ends in: the topic of its words, of which a story has those of one alone.
 *
 * null where the story has no word of a topic yet. What stands before an end of story is another story.
 */
export function topicOf(tokens: readonly number[]): number | null {
  for (let i = tokens.length - 1; i >= 0 && tokens[i] !== EOS; i--) {
    const topic = TOPIC_OF_WORD.get(tokens[i]!);
    if (topic !== undefined) return topic;
  }
  return null;
}
