/** Foreign text that shows what it holds: nothing in it acts on the text around it, in any medium. */

/**
 * What no reader sees, or what reorders or ends what stands after it: control characters but tab and line feed, line
 * and paragraph separators, bidirectional embeddings, overrides and isolates, halves of a surrogate pair, and code
 * points that are no characters (an SVG with one of them is not XML).
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** `text` with each of these replaced by its picture (U+2400 ...) where it has one, by its escape ("\u202e") elsewhere. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (unit) => {
    const at = unit.charCodeAt(0);
    if (at < 0x20) return String.fromCharCode(0x2400 + at);
    return at === 0x7f ? "\u2421" : `\\u${at.toString(16).padStart(4, "0")}`;
  });
}

/** The same on one line: line feeds and tabs with the white space around them, and white space at the ends, are one space. */
export function visibleLine(text: string): string {
  return visible(text)
    .replace(/\s*[\n\t]\s*/g, " ")
    .replace(/^\s{2,}|\s{2,}$/g, " ");
}

/** The page of a paper; its number is text of a report, and stays one part of the address whatever it is. */
export function arxivUrl(arxiv: string): string {
  const part = encodeURIComponent(visibleLine(arxiv)).replaceAll("%2F", "/");
  return `https://arxiv.org/abs/${part.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;
}
