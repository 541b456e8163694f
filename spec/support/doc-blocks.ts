/** A fenced block of a Markdown file. */
export interface DocBlock {
  /** What stands behind the fence: "ts", "diff", "". */
  readonly language: string;
  /** Without the fences and, where it has one, without the line that names the file. */
  readonly code: string;
  /** The path in a first line such as `// src/activations/isotropic.ts`, else null. */
  readonly path: string | null;
}

/** Every fenced block, in order. */
export function docBlocks(markdown: string): DocBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", body = ""]) => {
    const named = /^ ?\/\/ (\S+\.ts)\n/.exec(body);
    return { language, path: named?.[1] ?? null, code: named ? body.slice(named[0].length) : body };
  });
}

/**
 * The text that a `diff` block makes of a file. Lines that begin with "+" are added below the line that stands above them
 * in the block: at the top where it begins with them, at the end where it has no others. "..." is any number of lines.
 *
 * Throws: Error for a line that is not in the file, or not below those before it.
 */
export function withDiff(text: string, { path, code }: DocBlock): string {
  const wanted = code.trimEnd().split("\n");
  const lines = text.trimEnd().split("\n");
  let at = wanted.every((line) => line.startsWith("+")) ? lines.length : 0;
  for (const line of wanted) {
    if (line === " ...") continue;
    if (line.startsWith("+")) lines.splice(at++, 0, line.slice(1));
    else {
      const found = lines.indexOf(line.slice(1), at);
      if (found < 0) throw new Error(`${path} has no line "${line.slice(1)}" below line ${at}`);
      at = found + 1;
    }
  }
  return `${lines.join("\n")}\n`;
}

/** How many lines a `diff` block adds. */
export function addedLines({ code }: DocBlock): number {
  return code.split("\n").filter((line) => line.startsWith("+")).length;
}
