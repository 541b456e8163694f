import type { Text } from "../sections/section.ts";
import { criterionName } from "./criterion-words.ts";

/** A text as its letters alone, where there is no look of a verdict or a link. */
export function plainText(text: Text): string {
  if (typeof text === "string") return text;
  return text
    .map((span) => {
      if (typeof span === "string") return span;
      if ("strong" in span) return span.strong;
      if ("code" in span) return span.code;
      if ("criterion" in span) return criterionName(span.criterion);
      return "type" in span ? span.type : span.word;
    })
    .join("");
}
