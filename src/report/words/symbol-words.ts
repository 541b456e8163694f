import type { Report } from "../report.generated.ts";

/**
 * What a symbol stands for: "Max slope step, relative step. The step at ... Also by other readings, which a criterion
 * names: absolute step; absolute step, own end.": the first of its metrics, and what the others' titles add.
 */
export function symbolMeaning(symbol: string, { metrics }: Pick<Report, "metrics">): string {
  const [first, ...others] = metrics.filter((metric) => metric.symbol === symbol);
  if (first === undefined) return "";
  const said = `${first.title}. ${first.meaning}`;
  if (others.length === 0) return said;
  const [head = ""] = first.title.split(", ", 1);
  const readings = others.map(({ title }) =>
    title.startsWith(`${head}, `) ? title.slice(head.length + 2) : title,
  );
  return `${said} Also by other readings, which a criterion names: ${readings.join("; ")}.`;
}
