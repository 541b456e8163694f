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

/** The lines a `diff` block adds. */
export function addedLines({ code }: DocBlock): string[] {
  return code.split("\n").flatMap((line) => (line.startsWith("+") ? [line.slice(1)] : []));
}
