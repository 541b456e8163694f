/** A hypothesis' id, which is free words, as a piece of an address. */

/** What of a hypothesis names it. */
export interface Named {
  readonly id: string;
}

/** "E2", "isotropic-directions"; "unnamed" for one without a letter or digit. */
export function slugOf({ id }: Named): string {
  return id.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "unnamed";
}

/** The id of a hypothesis in a page. */
export function anchorOfHypothesis(hypothesis: Named): string {
  return `hypothesis--${slugOf(hypothesis)}`;
}

/** The folder of hypotheses' badges among all badges. */
export function hypothesisBadgeFolder(paper: string): string {
  return `${paper}/hypotheses`;
}

/** Where each one's badge lies, without extension. Names that differ in case alone, or not at all, get a number. */
export function hypothesisBadgeNames(paper: string, hypotheses: readonly Named[]): readonly string[] {
  const slugs = hypotheses.map(slugOf);
  const seen = new Map<string, number>();
  return slugs.map((slug) => {
    const times = (seen.get(slug.toLowerCase()) ?? 0) + 1;
    seen.set(slug.toLowerCase(), times);
    return `${hypothesisBadgeFolder(paper)}/${slug}${times === 1 ? "" : `--${times}`}`;
  });
}
