/** Tables of a report as HTML. */
import type { Report } from "../report.generated.ts";
import type { Table } from "../sections/section.ts";
import { type Html, html } from "./html.ts";
import { textHtml } from "./text-html.ts";

/** Text columns may break; columns of numbers may not. */
export function tableHtml({ head, numeric, rows }: Table, labelledBy: string, { types }: Report): Html {
  const isNumber = (i: number) => numeric.includes(i);
  const wide = head.some((_, i) => i > 0 && !isNumber(i));
  const headCell = ({ label, title }: Table["head"][number], i: number) =>
    html`<th scope="col" class="${isNumber(i) ? "num" : "words"}" title="${title ?? label}">${label}</th>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${labelledBy}"><table class="numbers${wide ? " wide" : ""}">
<thead><tr>${head.map(headCell)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => {
        const said = textHtml(cell, types);
        if (i === 0) return html`<th scope="row">${said}</th>`;
        return isNumber(i) ? html`<td class="num">${said}</td>` : html`<td>${said}</td>`;
      })}</tr>`,
  )}</tbody></table></div>`;
}
