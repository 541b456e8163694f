import { InvalidInputError } from "../errors/index.ts";

/**
 * Which criteria of a paper were planned to decide what, by name (`file` or `file.part`). Criteria that stand in neither
 * list are exploratory.
 */
export interface Families {
  /** The sentences of the abstract: bounds that hold for all of them at once decide their hypotheses. */
  readonly primary: readonly string[];
  /** What else was planned; judged by intervals of its own. */
  readonly secondary: readonly string[];
}

/** The families of a paper, none listed where it declares none. */
export function familiesOf({ families }: { readonly families?: Families | undefined }): Families {
  return families ?? { primary: [], secondary: [] };
}

/** The family of one criterion. */
export function familyOf(families: Families, name: string): "primary" | "secondary" | "exploratory" {
  if (families.primary.includes(name)) return "primary";
  return families.secondary.includes(name) ? "secondary" : "exploratory";
}

/** Throws: InvalidInputError for a criterion that is listed twice. */
export function checkFamilies(paper: {
  readonly id: string;
  readonly families?: Families | undefined;
}): void {
  const { primary, secondary } = familiesOf(paper);
  const all = [...primary, ...secondary];
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  if (twice !== undefined)
    throw new InvalidInputError({
      what: `a criterion in the families of "${paper.id}"`,
      got: twice,
      want: "listed once",
      hint: "Hint: a criterion is of one family; what is listed in none is exploratory.",
    });
}
