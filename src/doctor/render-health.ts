import type { Health } from "./general.ts";

/** What holds of any model as text: a table of findings. No line ends in a space. */
export function renderHealth({ model, hook, sae, word, findings }: Health): string {
  const widths = [0, 1, 2].map((col) =>
    Math.max(...findings.map((finding) => cellsOf(finding)[col]!.length)),
  );
  const lines = findings.map((finding) =>
    cellsOf(finding)
      .map((cell, col) => cell.padEnd(widths[col] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const bad = findings
    .filter((finding) => finding.word !== "fine")
    .map(({ what, word }) => `${what} ${word}`);
  return [
    `${model} at ${hook}, ${sae === null ? "without an SAE" : `with the SAE ${sae}`}`,
    "",
    ...lines,
    "",
    `In general: ${word}${bad.length === 0 ? "" : ` (${bad.join(", ")})`}.`,
    "",
  ].join("\n");
}

function cellsOf({ word, what, value, reason }: Health["findings"][number]): readonly string[] {
  return [word, what, value, reason];
}
