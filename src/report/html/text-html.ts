/** Texts of a section as HTML. */
import type { ActivationType } from "../../experiment/record.generated.ts";
import { typeStyle } from "../plots/palette.ts";
import type { Span, Text } from "../sections/section.ts";
import { anchorOf, criterionName } from "../words/criterion-words.ts";
import { type Html, html, raw } from "./html.ts";
import { controlMark, mark } from "./verdict-mark.ts";

/** A text; `types` says how activation types are drawn. */
export function textHtml(text: Text, types: readonly ActivationType[]): Html {
  return typeof text === "string" ? html`${text}` : html`${text.map((span) => spanHtml(span, types))}`;
}

function spanHtml(span: Span, types: readonly ActivationType[]): Html {
  if (typeof span === "string") return html`${span}`;
  if ("strong" in span) return html`<strong>${span.strong}</strong>`;
  if ("code" in span) return html`<code>${wordsHtml(span.code)}</code>`;
  if ("verdict" in span) return mark(span.verdict, span.word);
  if ("control" in span) return controlMark(span.control, span.word);
  if ("criterion" in span)
    return html`<a href="#${anchorOf(span.criterion)}">${criterionName(span.criterion)}</a>`;
  if ("href" in span)
    return span.href === null ? html`${span.word}` : html`<a href="${span.href}">${span.word}</a>`;
  if ("to" in span) return html`<a href="#${span.to}">${span.word}</a>`;
  span satisfies { type: string };
  return html`${swatch(types, span.type)}${span.type}`;
}

/** A command breaks between its words; inside one only where it is wider than the page. */
function wordsHtml(code: string): Html {
  const words = code.split(" ");
  if (words.length === 1) return html`${code}`;
  return html`${words.map((word, i) => html`${i === 0 ? "" : " "}<span class="word">${word}</span>`)}`;
}

/** A long value with places where it may break: "blocks.<wbr>1.<wbr>hook_". */
export function breakable(text: string): Html {
  return html`${text.split(/(?<=[._/])(?=[A-Za-z])/).map((piece, i) => html`${i === 0 ? null : raw("<wbr>")}${piece}`)}`;
}

/** A piece of the type's line. */
export function swatch(types: readonly ActivationType[], type: string): Html {
  const { colour, dash } = typeStyle(types, type);
  return html`<svg class="swatch" width="26" height="10" aria-hidden="true"><line x1="1" x2="25" y1="5" y2="5" style="stroke:${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/></svg>`;
}
