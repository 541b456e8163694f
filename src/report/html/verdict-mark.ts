/** A verdict as a label: word, shape and colour, each enough on its own. */

import type { CommonVerdict, CriterionEntry } from "../report.generated.ts";
import type { ControlState } from "../words/control-words.ts";
import { qualifiersOf } from "../words/qualifiers.ts";
import { type Html, html, raw } from "./html.ts";

/** Shapes on a 14 x 14 field; the word beside them is the text. */
const SHAPES: Readonly<Record<string, string>> = {
  supported: '<circle cx="7" cy="7" r="5.5" fill="currentColor"/>',
  contradicted:
    '<path d="M2.5,2.5L11.5,11.5M11.5,2.5L2.5,11.5" stroke="currentColor" stroke-width="2.4" fill="none"/>',
  inconclusive:
    '<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M7,2A5,5 0 0 1 7,12Z" fill="currentColor"/>',
  mixed:
    '<circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M7,1.5A5.5,5.5 0 0 1 7,12.5Z" fill="currentColor"/><path d="M2.6,7H6.4" stroke="currentColor" stroke-width="1.6"/>',
  "not-run":
    '<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.2 1.7"/>',
  error:
    '<path d="M7,1.5L13,12.5H1Z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M7,5.5V8.5M7,10V11" stroke="currentColor" stroke-width="1.6"/>',
};

/** A control that is gone is a calm tick: never the cross of a claim that is contradicted. */
const CONTROL_SHAPES: Readonly<Record<ControlState, string>> = {
  gone: '<path d="M2,7.5L5.5,11L12,3.5" stroke="currentColor" stroke-width="1.8" fill="none"/>',
  there:
    '<path d="M7,1.5L12.5,7L7,12.5L1.5,7Z" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M7,4V7.5M7,9V10.2" stroke="currentColor" stroke-width="1.6"/>',
  undecided: SHAPES["inconclusive"]!,
  "not-run": SHAPES["not-run"]!,
  error: SHAPES["error"]!,
};

/** `kind` picks shape and colour, `word` is the text: a status that goes with the verdict, or a name. */
export function mark(kind: CommonVerdict, word: string = kind): Html {
  return html`<span class="verdict v-${kind}"><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">${raw(SHAPES[kind] ?? "")}</svg>${word}</span>`;
}

/** How a control came out as a label, with shapes and colours that are not a verdict's where the meaning is not. */
export function controlMark(state: ControlState, word: string): Html {
  return html`<span class="verdict control c-${state}"><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">${raw(CONTROL_SHAPES[state])}</svg>${word}</span>`;
}

/** What takes from a verdict, beside it: a word in a frame each. */
export function qualifiersHtml(criterion: Pick<CriterionEntry, "reason">): Html {
  return html`${qualifiersOf(criterion).map((word) => html` <span class="qualifier">${word}</span>`)}`;
}
