/** Columns of text for a person at a terminal. */

/** Rows in columns, two spaces apart; `right` names the columns that are set to the right. No line ends in a space. */
export function textTable(
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, col) => Math.max(...rows.map((cells) => widthOf(cells[col]!))));
  return rows.map((cells) =>
    cells
      .map((cell, col) => {
        const space = " ".repeat(widths[col]! - widthOf(cell));
        return right.includes(col) ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Characters, not UTF-16 units. */
function widthOf(text: string): number {
  return [...text].length;
}

const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** A bar of at most `width` characters for a share, 0..1, to an eighth of a character. */
export function textBar(share: number, width = 24): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  return "█".repeat(eighths >> 3) + EIGHTHS[eighths & 7]!;
}
