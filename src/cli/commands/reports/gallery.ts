import { realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import {
  AlreadyExistsError,
  MissingFileError,
  printable,
  UnwritableFolderError,
} from "../../../errors/index.ts";
import { reportFileOf } from "../../../files/beside/report-path.ts";
import { readTextIfThere } from "../../../files/read-text.ts";
import { readReport } from "../../../files/report-files.ts";
import { writeAtomically } from "../../../files/write-atomically.ts";
import { galleryOf, type Shown } from "../../../report/gallery/gallery.ts";
import { GALLERY, galleryHtml } from "../../../report/gallery/gallery-html.ts";
import { generatorLine } from "../../../report/html/plain-page.ts";
import { count } from "../../../report/words/format.ts";

/** Where the gallery of a checkout lies. */
export const GALLERY_FOLDER = "reports";

/**
 * Writes `index.html` into `out`: a table of the reports that `paths` name, files or folders, each once. Says so.
 *
 * Every report is read before anything is written. Throws: as `readReport`; MissingFileError for a report without its
 * page; AlreadyExistsError for an `index.html` that is no gallery; UnwritableFolderError.
 */
export async function writeGallery(
  paths: readonly string[],
  { out = GALLERY_FOLDER }: { readonly out?: string } = {},
): Promise<string> {
  const files = await Promise.all(paths.map(reportFileOf));
  const once = new Map<string, string>();
  for (const file of files) once.set(await realpath(file).catch(() => file), file);
  const shown = await Promise.all([...once.values()].map((file) => shownFrom(file, out)));
  const gallery = galleryOf(shown);
  const page = join(out, "index.html");
  try {
    await checkIsGallery(page);
    await writeAtomically(page, (append) => append(Buffer.from(galleryHtml(gallery))));
  } catch (cause) {
    throw cause instanceof AlreadyExistsError ? cause : new UnwritableFolderError({ folder: out, cause });
  }
  const { papers, models } = gallery;
  const all = [count(papers.length, "paper"), count(models.length, "model"), count(shown.length, "report")];
  return printable(`${page}: ${all.join(", ")}.\n`);
}

async function shownFrom(file: string, out: string): Promise<Shown> {
  const report = await readReport(file);
  const page = join(dirname(file), "report.html");
  const isThere = await stat(page).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isThere)
    throw new MissingFileError({
      file: page,
      what: "the page of a report, to which the gallery leads,",
      hint: "Hint: npm run reproduce writes it beside report.json; name a report.json that has its report.html beside it.",
    });
  return { report, href: addressOf(relative(resolve(out), resolve(page))) };
}

/** A path as a relative address. */
function addressOf(path: string): string {
  return path.split(sep).map(encodeURIComponent).join("/");
}

/** Makes sure that nobody's page is replaced. */
async function checkIsGallery(page: string): Promise<void> {
  const hint =
    "Hint: it is no gallery of this program. Move it away, or write into another folder with --out DIR.";
  const there = await readTextIfThere(page, { what: "the page in the gallery's place", hint });
  if (there !== null && !there.includes(generatorLine(GALLERY)))
    throw new AlreadyExistsError({ file: page, hint });
}
