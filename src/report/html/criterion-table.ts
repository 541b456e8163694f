/** Every criterion in one table. */
import { effectStrip } from "../plots/effect-strip.ts";
import type { CriterionRow } from "../sections/section.ts";
import { anchorOf } from "../words/criterion-words.ts";
import { flipShort, verdictText } from "../words/verdict-text.ts";
import { type Html, html } from "./html.ts";
import { controlMark, mark, qualifiersHtml } from "./verdict-mark.ts";

const HEADS = [
  "Criterion",
  "Verdict",
  "Statistic against threshold",
  "Value, 95 % interval",
  "n",
  "Threshold",
  "Control",
];

/** The table with a key to its strips. Roles are spelled out because on a phone rows are laid out as blocks. */
export function criterionTable(rows: readonly CriterionRow[]): Html {
  return html`<p class="note">Filled mark and thick line: the statistic with its 95 % interval. Hollow mark and thin line: the control. The upright line is the threshold, the shaded side counts as supported. Each row has a scale of its own. A control is the measurement without the effect: “effect gone” is as it should be.</p>
<table class="criteria" role="table" aria-labelledby="criteria-h"><thead role="rowgroup"><tr role="row">${HEADS.map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(rowHtml)}</tbody></table>`;
}

function rowHtml(row: CriterionRow): Html {
  const { criterion } = row;
  const flip = flipShort(criterion);
  return html`<tr role="row">
<th role="rowheader" scope="row" class="c-name"><a href="#${anchorOf(criterion)}">${row.name}</a><span class="said">${criterion.statement}</span></th>
<td role="cell" class="c-verdict">${mark(criterion.verdict, verdictText(criterion))}${flip === null ? null : html` <span class="sub">${flip}</span>`}${qualifiersHtml(criterion)}${row.over === null ? null : html` <span class="sub over">${row.over}</span>`}${row.unexpected ? html` <span class="off">unexpected</span>` : null}</td>
<td role="cell" class="c-strip"><span class="sub">${row.statistic}</span>${effectStrip(criterion)}</td>
<td role="cell" class="num" data-label="value, 95 % interval">${row.value}${criterion.statistic.interval === null ? null : html` <span class="sub">${row.interval}</span>`}</td>
<td role="cell" class="num" data-label="n">${row.n}</td>
<td role="cell" class="num" data-label="threshold">${row.threshold}</td>
<td role="cell" class="c-control" data-label="control">${controlMark(row.controlled.state, row.controlled.short)} <span class="sub" title="${criterion.control.name}">${row.control}</span></td></tr>`;
}
