import type { Report } from "../report.generated.ts";
import { titleOfPart } from "../words/schema-words.ts";
import type { Section } from "./section.ts";

/** In what the run deviates from the protocol, and what is odd about it: at the top, for it qualifies every verdict. */
export function remarksSections({ notes }: Report): readonly Section[] {
  if (notes.length === 0) return [];
  const section: Section = {
    id: "remarks",
    title: titleOfPart("notes"),
    short: "Remarks",
    blocks: [{ kind: "list", items: notes }],
  };
  return [section];
}
