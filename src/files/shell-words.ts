/** What no POSIX shell, bash or zsh gives a meaning to, wherever it stands in a word; `=` only behind the first. */
const PLAIN = /^[\w@%+:,./-][\w@%+:,./=-]*$/;

/**
 * An argument vector as a line that can be pasted into a shell: every word comes back as it was, whatever is in it.
 *
 * Words that a shell would change stand in single quotes, inside which nothing has a meaning.
 */
export function shellLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(" ");
}
