import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { AlreadyExistsError, InvalidInputError, UnwritableFolderError } from "../../errors/index.ts";
import { claimSkeleton } from "../templates/claim.ts";

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Longer names make file names that some systems refuse. */
const LONGEST_NAME = 80;

/**
 * Writes `spec/claims/<name>.spec.ts` below `root`; gives its path.
 *
 * Throws: InvalidInputError for a name that is not kebab case; AlreadyExistsError when there is such a file, which
 * stays as it is; UnwritableFolderError.
 */
export async function writeClaimSkeleton(root: string, name: string): Promise<string> {
  if (!KEBAB_CASE.test(name) || name.length > LONGEST_NAME)
    throw new InvalidInputError({
      what: "the name of the claim",
      got: name,
      want: `kebab case (a-z, 0-9, single hyphens) of at most ${LONGEST_NAME} characters`,
      hint: "Hint: npm run new -- claim plateaus-grow-with-depth",
    });
  const file = join(root, "spec/claims", `${name}.spec.ts`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, claimSkeleton(name), { flag: "wx" });
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
