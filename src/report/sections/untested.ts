import type { Report } from "../report.generated.ts";
import type { Section } from "./section.ts";

/** What the paper says that no claim tests, and why not. A report that knows of nothing has no such section. */
export function untestedSections({ untested = [], paper }: Report): readonly Section[] {
  if (untested.length === 0) return [];
  const section: Section = {
    id: "untested",
    title: "Not tested, and why",
    short: "Not tested",
    blocks: [
      {
        kind: "note",
        text: `What else “${paper.title}” says or shows. No claim is made of it here, so nothing in this report is evidence for or against it.`,
      },
      {
        kind: "terms",
        of: "untested",
        terms: untested.map(({ hypothesis, says, because }) => ({
          term: hypothesis,
          said: [{ strong: says }, ` ${because}`],
        })),
      },
    ],
  };
  return [section];
}
