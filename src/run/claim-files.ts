import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError, MissingFileError } from "../errors/index.ts";

const CLAIMS = "spec/claims";

/** One file of claims, as `--claim` may name it. */
export interface ClaimFile {
  /** "paper/file". */
  readonly id: string;
  /** What its criteria's hypotheses go by, in the order of the text. */
  readonly hypotheses: readonly string[];
}

/** Every file of claims of the checkout, by paper and name. Throws: MissingFileError where there is no such folder. */
export function allClaimFiles(root: string): readonly ClaimFile[] {
  if (!existsSync(join(root, CLAIMS)))
    throw new MissingFileError({
      file: join(root, CLAIMS),
      what: "the folder of claims",
      hint: "Hint: npx bag-of-latents init my-paper writes a repository that has one; commands run in it.",
    });
  return readdirSync(join(root, CLAIMS), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".spec.ts"))
    .sort()
    .map((file) => ({
      id: file.slice(0, -".spec.ts".length),
      hypotheses: hypothesesIn(readFileSync(join(root, CLAIMS, file), "utf8")),
    }));
}

/** What stands after `hypothesis:` in a claim file. A claim is registered where vitest runs, so its text is read. */
function hypothesesIn(text: string): readonly string[] {
  const found = [...text.matchAll(/^\s*hypothesis: (["'`])(.*?)\1/gm)].map((match) => match[2]!);
  return [...new Set(found)];
}

/**
 * The ids of the claim files that are named, each once and in order: equal sets are equal lists.
 *
 * A name is what a hypothesis goes by ("E1", in either case), a file, "paper/file", or either with the part of a claim
 * after a dot: its file is meant. Throws: InvalidInputError for a name that nothing has, with those there are.
 */
export function namedClaims(
  root: string,
  names: readonly string[],
  papers: readonly string[] | null = null,
): readonly string[] {
  const there = allClaimFiles(root).filter(({ id }) => papers === null || papers.includes(paperOf(id)));
  const ids = names.flatMap((name) => {
    const found = there.filter((file) => isNamed(file, name)).map(({ id }) => id);
    if (found.length === 0) throw unknownClaim(name, there, papers);
    return found;
  });
  return [...new Set(ids)].sort();
}

/**
 * The files of claims of a run, from the checkout: those that are named, those of some papers, or all.
 *
 * Throws: as `namedClaims`.
 */
export function claimFiles(
  root: string,
  { claim, papers }: { readonly claim: readonly string[] | null; readonly papers: readonly string[] | null },
): readonly string[] {
  const ids =
    claim === null
      ? allClaimFiles(root)
          .map(({ id }) => id)
          .filter((id) => papers === null || papers.includes(paperOf(id)))
      : namedClaims(root, claim, papers);
  return ids.map((id) => `${CLAIMS}/${id}.spec.ts`);
}

function paperOf(id: string): string {
  return id.split("/")[0]!;
}

function isNamed({ id, hypotheses }: ClaimFile, name: string): boolean {
  const file = name.trim().split(".")[0]!;
  const hypothesis = name.trim().toLowerCase();
  return (
    file !== "" &&
    (id === file || id.endsWith(`/${file}`) || hypotheses.some((one) => one.toLowerCase() === hypothesis))
  );
}

function unknownClaim(
  name: string,
  there: readonly ClaimFile[],
  papers: readonly string[] | null,
): InvalidInputError {
  const listed = there
    .toSorted(byHypothesis)
    .map(({ id, hypotheses }) => `${[...hypotheses, id.split("/")[1]!].join(" or ")}`);
  const near = nearest(name, there);
  const of = papers === null ? "" : ` of ${papers.join(", ")}`;
  return new InvalidInputError({
    what: "--claim",
    got: name,
    want: `a claim${of} in ${CLAIMS}: ${listed.join("; ") || "there is none"}`,
    hint: `Hint: ${near === null ? "" : `did you mean ${near}? `}npm run reproduce -- --claim ${near ?? there.toSorted(byHypothesis)[0]?.hypotheses[0] ?? "E1"}`,
  });
}

/** "E2" before "E10". */
function byHypothesis(a: ClaimFile, b: ClaimFile): number {
  return (a.hypotheses[0] ?? a.id).localeCompare(b.hypotheses[0] ?? b.id, "en", { numeric: true });
}

/** The name that shares most with a wrong one; null where none shares half of its letters. */
function nearest(name: string, there: readonly ClaimFile[]): string | null {
  const typed = name.toLowerCase().split(/[/.]/).at(-1)!;
  const names = there.flatMap(({ id, hypotheses }) => [id.split("/")[1]!, ...hypotheses]);
  const inside = names.find((one) => typed.length > 2 && one.includes(typed));
  if (inside !== undefined) return inside;
  const [best] = names
    .map((one) => ({ one, off: editDistance(typed, one.toLowerCase()) }))
    .sort((a, b) => a.off - b.off);
  return best !== undefined && best.off <= best.one.length / 3 ? best.one : null;
}

/** Letters to insert, drop or exchange (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
