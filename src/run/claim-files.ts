import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError } from "../errors/index.ts";

const CLAIMS = "spec/claims";

/**
 * The files of claims of a run, from the checkout: those of one claim, those of some papers, or all.
 *
 * `claim` is the name of a file below spec/claims, or `paper/file` where more than one paper has it; a part of a claim
 * ("file.part") is not looked for: its file is run. Throws: InvalidInputError where no file is of that name.
 */
export function claimFiles(
  root: string,
  { claim, papers }: { readonly claim: string | null; readonly papers: readonly string[] | null },
): readonly string[] {
  const name = claim?.split(".")[0];
  const files = readdirSync(join(root, CLAIMS), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".spec.ts"))
    .filter((file) => papers === null || papers.includes(file.split("/")[0]!))
    .filter((file) => name === undefined || `/${file}`.endsWith(`/${name}.spec.ts`))
    .sort()
    .map((file) => `${CLAIMS}/${file}`);
  if (claim !== null && files.length === 0)
    throw new InvalidInputError({
      what: "--claim",
      got: claim,
      want: `the name of a file in ${CLAIMS}${papers === null ? "" : ` of ${papers.join(", ")}`}`,
      hint: "Hint: npm run reproduce -- --claim earlier-towards-real",
    });
  return files;
}
