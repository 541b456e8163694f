/**
 * Characters that a sentence keeps this many of, unless told: some forty lines of a terminal. A list of what there is
 * fits; a shape of 100 000 dimensions does not.
 */
const LONGEST_SENTENCE = 4000;

/**
 * What a terminal obeys instead of showing: control characters but the line feed and the tab, marks that turn the
 * direction of writing, separators of lines and paragraphs, halves of a pair.
 */
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text from outside as it may stand on a terminal or in a log: what would be obeyed is written out, \u001b for ESC,
 * and of a text that is too long the middle is left out, with its length. Twice is the same as once.
 *
 * Line feeds and tabs stay: our own sentences have them.
 */
export function printable(text: string, longest: number = LONGEST_SENTENCE): string {
  return shortened(text.replace(OBEYED, writtenOut), longest);
}

function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Both ends are kept: a sentence of ours begins with the fact and ends with what is wanted. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = Math.max(0, longest - 60); // the words between take fewer than 60
  const head = whole(text.slice(0, Math.ceil(kept * 0.8)), /[\ud800-\udbff]$/);
  const tail = whole(text.slice(text.length - Math.floor(kept * 0.2)), /^[\udc00-\udfff]/);
  return `${head} ... (${text.length - head.length - tail.length} characters left out) ... ${tail}`;
}

/** Without the half of a pair at its cut end. */
function whole(text: string, half: RegExp): string {
  return text.replace(half, "");
}
