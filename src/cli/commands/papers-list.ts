import { MalformedFileError } from "../../errors/index.ts";

/** The file that lists the papers, from the checkout. */
export const PAPERS_LIST = "src/papers/index.ts";

const IMPORT = /^import \{ paper as \w+ \} from "\.\/([a-z0-9-]+)\/paper\.ts";$/;
const LIST = /(export const papers: readonly Paper\[\] = )\[([^\]]*)\];/;
/** As long as the formatter leaves a line alone. */
const LONGEST_LINE = 110;

/**
 * The text of the list with one more paper: its import in the order of the paths, its name at the end, so that the
 * first paper stays the first.
 *
 * Throws: MalformedFileError where the text has no such list.
 */
export function withPaper(text: string, id: string): string {
  const found = LIST.exec(text);
  const lines = text.split("\n");
  const imports = lines.flatMap((line, at) => {
    const of = IMPORT.exec(line)?.[1];
    return of === undefined ? [] : [{ at, of }];
  });
  if (found === null || imports.length === 0)
    throw new MalformedFileError({
      file: PAPERS_LIST,
      fact: "has no list of papers that could be added to",
      hint: "Hint: an import line for each paper, then `export const papers: readonly Paper[] = [...];`.",
    });
  const [whole, before, names] = found as unknown as [string, string, string];
  const all = [
    ...names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
    importedAs(id),
  ];
  const next = imports.find(({ of }) => of > id)?.at ?? imports.at(-1)!.at + 1;
  lines.splice(next, 0, `import { paper as ${importedAs(id)} } from "./${id}/paper.ts";`);
  return lines.join("\n").replace(whole, `${before}${asList(all, before.length)};`);
}

/** "my-paper" as `myPaper`. One word could be a word of the language: "class" is `classPaper`. */
function importedAs(id: string): string {
  return id.includes("-") ? id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()) : `${id}Paper`;
}

function asList(names: readonly string[], before: number): string {
  const line = `[${names.join(", ")}]`;
  return before + line.length + 1 <= LONGEST_LINE
    ? line
    : `[\n${names.map((name) => `  ${name},\n`).join("")}]`;
}
