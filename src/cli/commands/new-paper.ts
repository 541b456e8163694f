import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AlreadyExistsError, UnwritableFolderError } from "../../errors/index.ts";
import { IS_INSTALLED } from "../../files/checkout.ts";
import { readText } from "../../files/read-text.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { withPackageImports } from "../templates/package-imports.ts";
import { type FirstThreshold, firstClaimTemplate } from "../templates/paper/first-claim.ts";
import { metricTemplate } from "../templates/paper/half-way-step.ts";
import { indexTemplate } from "../templates/paper/index-file.ts";
import { metricsIndexTemplate } from "../templates/paper/metrics-index.ts";
import { paperTemplate } from "../templates/paper/paper.ts";
import { perturbationsIndexTemplate } from "../templates/paper/perturbations-index.ts";
import { scalesTemplate } from "../templates/paper/scales.ts";
import { perturbationTemplate } from "../templates/paper/straight.ts";
import { type OwnType, typesTemplate } from "../templates/paper/types.ts";
import { checkNewName } from "./new-name.ts";
import { PAPERS_LIST, withPaper } from "./papers-list.ts";

/** The claim that a new paper comes with. */
const FIRST_CLAIM = "random-stays-longer";

interface File {
  /** From the checkout, or from the folder it lies in. */
  readonly path: string;
  readonly text: string;
}

/** What a new paper may come with besides. */
interface PaperFacts {
  readonly threshold?: FirstThreshold;
  readonly ownTypes?: readonly OwnType[];
}

/** Both folders of a new paper, and what lies in them. */
function foldersOf(
  id: string,
  { threshold, ownTypes = [] }: PaperFacts = {},
): readonly { readonly path: string; readonly files: readonly File[] }[] {
  return [
    {
      path: `src/papers/${id}`,
      files: [
        { path: "paper.ts", text: paperTemplate(id) },
        { path: "index.ts", text: indexTemplate() },
        { path: "scales.ts", text: scalesTemplate() },
        { path: "types.ts", text: typesTemplate(ownTypes) },
        { path: "metrics/index.ts", text: metricsIndexTemplate() },
        { path: "metrics/half-way-step.ts", text: metricTemplate() },
        { path: "perturbations/index.ts", text: perturbationsIndexTemplate() },
        { path: "perturbations/straight.ts", text: perturbationTemplate() },
      ],
    },
    {
      path: `spec/claims/${id}`,
      files: [{ path: `${FIRST_CLAIM}.spec.ts`, text: firstClaimTemplate(id, FIRST_CLAIM, threshold) }],
    },
  ];
}

/** Every file of a new paper, from the checkout; its first claim is the last. */
export function newPaperFiles(id: string, facts: PaperFacts = {}): readonly File[] {
  return foldersOf(id, facts).flatMap(({ path, files }) =>
    files.map((file) => ({ ...file, path: `${path}/${file.path}` })),
  );
}

/**
 * Writes `src/papers/<id>/` and `spec/claims/<id>/` below `root` and adds the paper to the list; gives the paths of what
 * it wrote, from `root`. Both folders are moved to their place whole, and taken back when something fails.
 *
 * Throws: InvalidInputError for a name that is not kebab case; AlreadyExistsError for a name that is taken;
 * MalformedFileError for a list of papers that cannot be added to; UnwritableFolderError.
 */
export async function writePaper(root: string, id: string): Promise<readonly string[]> {
  checkNewName("paper", id);
  const folders = foldersOf(id);
  const taken = folders.find(({ path }) => existsSync(join(root, path)));
  if (taken !== undefined)
    throw new AlreadyExistsError({ file: taken.path, hint: "Hint: choose another name for the paper." });
  const named = { what: "the list of papers", hint: "Hint: restore it from version control." };
  const list = withPaper(await readText(join(root, PAPERS_LIST), named), id);

  const moved: string[] = [];
  try {
    for (const { path, files } of folders) {
      await writeFolder(join(root, path), files);
      moved.push(path);
    }
    await writeAtomically(join(root, PAPERS_LIST), (append) => append(new TextEncoder().encode(list)));
  } catch (cause) {
    for (const path of moved) await rm(join(root, path), { recursive: true, force: true });
    throw new UnwritableFolderError({ folder: folders[moved.length]?.path ?? PAPERS_LIST, cause });
  }
  return [...newPaperFiles(id).map(({ path }) => path), PAPERS_LIST];
}

/** A folder with these files, or none. */
async function writeFolder(folder: string, files: readonly File[]): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const staging = await mkdtemp(join(dirname(folder), ".unfinished-"));
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await writeFile(join(staging, path), IS_INSTALLED ? withPackageImports(text) : text);
    }
    await rename(staging, folder); // refused where a folder with something in it stands by now
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}
