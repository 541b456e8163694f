import { existsSync } from "node:fs";
import { join } from "node:path";
import { listedPapers } from "../../../papers/listed.ts";
import { committedFolderOf } from "../../../run/papers-of-run.ts";
import { GALLERY_FOLDER, writeGallery } from "./gallery.ts";

/** Writes the gallery of the reports in version control into the checkout `root`, and says so. Throws: as `writeGallery`. */
export async function writeCommittedGallery(root: string): Promise<string> {
  await writeGallery(committedReports(root), { out: join(root, GALLERY_FOLDER) });
  return `${GALLERY_FOLDER}/index.html: written.\n`;
}

/** The folders of the reports in version control that are there, a paper each. */
export function committedReports(root: string): readonly string[] {
  const folders = listedPapers().map(({ id }) => join(root, committedFolderOf(id)));
  return folders.filter((folder) => existsSync(join(folder, "report.json")));
}
