import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { AlreadyExistsError, InvalidInputError, UnwritableFolderError } from "../../errors/index.ts";
import { shellLine } from "../../files/shell-words.ts";
import { claimSkeleton } from "../templates/claim.ts";
import { checkNewName } from "./new-name.ts";

/** The file of a new claim, from the checkout. */
export function newClaimFile(paper: string, name: string): { readonly path: string; readonly text: string } {
  return { path: `spec/claims/${paper}/${name}.spec.ts`, text: claimSkeleton(paper, name) };
}

/**
 * Writes `spec/claims/<paper>/<name>.spec.ts` below `root`; gives its path. `papers`: the ids of those that are listed.
 *
 * Throws: InvalidInputError for anything but the id of a paper, "/" and a name in kebab case; AlreadyExistsError when
 * there is such a file, which stays as it is; UnwritableFolderError.
 */
export async function writeClaimSkeleton(
  root: string,
  { typed, papers }: { readonly typed: string; readonly papers: readonly string[] },
): Promise<string> {
  const [paper, name] = paperAndName(typed, papers);
  checkNewName("claim", name);
  const { path, text } = newClaimFile(paper, name);
  const file = join(root, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EEXIST")
      throw new AlreadyExistsError({
        file: relative(root, file),
        hint: "Hint: choose another name, or edit the file that is there.",
      });
    throw new UnwritableFolderError({ folder: dirname(file), cause });
  }
  return file;
}

function paperAndName(typed: string, papers: readonly string[]): [paper: string, name: string] {
  const slash = typed.indexOf("/");
  if (slash < 0)
    throw new InvalidInputError({
      what: "the claim",
      got: typed,
      want: `PAPER/NAME, where PAPER is ${papers.join(" or ")}`,
      hint: `Hint: ${shellLine([..."npm run new -- claim".split(" "), `${papers[0]!}/${typed || "NAME"}`])}`,
    });
  const paper = typed.slice(0, slash);
  if (!papers.includes(paper))
    throw new InvalidInputError({
      what: "the paper of the claim",
      got: paper,
      want: papers.join(" or "),
      hint: "Hint: npm run new -- paper NAME writes the folder of another paper.",
    });
  return [paper, typed.slice(slash + 1)];
}
