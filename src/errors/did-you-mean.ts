/** Edits after which a word is another word and no slip: "--modle" is one away from "--model". */
const MOST_EDITS = 3;
/** Share of a word that a slip leaves as it is. */
const LEAST_ALIKE = 0.4;

/**
 * The known word that a mistyped one is likeliest to mean; null where none is near.
 *
 * Near: it begins with a known word of at least three letters and a hyphen or the other way round ("gpt2-small" of
 * "gpt2"), or at most three and at most 60 % of its letters are inserted, left out, changed or swapped with a
 * neighbour. Ties: the first.
 */
export function didYouMean(word: string, known: readonly string[]): string | null {
  const typed = word.toLowerCase();
  let best: { readonly name: string; readonly edits: number } | null = null;
  for (const name of known) {
    const wanted = name.toLowerCase();
    const edits = isBeginning(typed, wanted) ? 1 : editDistance(typed, wanted);
    const longest = Math.max(typed.length, wanted.length);
    if (edits > MOST_EDITS || (longest - edits) / longest < LEAST_ALIKE) continue;
    if (best === null || edits < best.edits) best = { name, edits };
  }
  return best?.name ?? null;
}

function isBeginning(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.startsWith(`${short}-`);
}

/** Insertions, deletions, changes and swaps of neighbours from one word to another. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? rows[i - 2]![j - 2]! + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + change, swap));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
