/** A section of a report as HTML. */
import type { Report } from "../report.generated.ts";
import type { Block, Figure, Section, Table, Term } from "../sections/section.ts";
import { anyBasePlace } from "./any-base.ts";
import { criterionCardHtml } from "./criterion-card.ts";
import { criterionTable } from "./criterion-table.ts";
import { figureHtml } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { tiles } from "./overview.ts";
import { breakable, textHtml } from "./text-html.ts";
import { treeHtml } from "./tree-html.ts";

/** The section under its heading. Tables, drawings and properties that follow each other stand side by side. */
export function sectionHtml({ id, title, blocks }: Section, report: Report): Html {
  return html`<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${title}</h2>
${groups(blocks).map((group) => groupHtml(group, report))}</section>`;
}

/** Neighbours that share a frame. */
function groups(blocks: readonly Block[]): Block[][] {
  const grouped: Block[][] = [];
  for (const block of blocks) {
    const last = grouped.at(-1);
    if (last !== undefined && frameOf(last[0]!) !== null && frameOf(last[0]!) === frameOf(block))
      last.push(block);
    else grouped.push([block]);
  }
  return grouped;
}

function frameOf(block: Block): "tables" | "figures" | "columns" | null {
  if (block.kind === "table") return "tables";
  if (
    block.kind === "figure" &&
    ("distributionOf" in block.drawn || "spreadOf" in block.drawn || "sliceOf" in block.drawn)
  )
    return "figures";
  return block.kind === "terms" && block.of === "properties" ? "columns" : null;
}

function groupHtml(group: readonly Block[], report: Report): Html {
  const frame = frameOf(group[0]!);
  const [first, ...rest] = group.map((block) => blockHtml(block, report));
  if (frame === null || (frame !== "figures" && rest.length === 0)) return html`${first!}\n`;
  if (frame === "columns") return html`<div class="columns">${first!}<div>${rest}</div></div>\n`;
  return html`<div class="${frame}">${first!}${rest}</div>\n`;
}

function blockHtml(block: Block, report: Report): Html {
  const { types } = report;
  switch (block.kind) {
    case "paragraph":
      return html`<p>${textHtml(block.text, types)}</p>`;
    case "note":
    case "key":
      return html`<p class="note">${textHtml(block.text, types)}</p>`;
    case "alert":
      return html`<p class="alert" role="note"><strong>${block.label}.</strong> ${textHtml(block.text, types)}</p>`;
    case "heading":
      return html`<h3>${block.text}</h3>`;
    case "fold":
      return html`<details class="fold"><summary>${block.label}</summary>
${groups(block.blocks).map((group) => groupHtml(group, report))}</details>`;
    case "list":
      return html`<ul>${block.items.map((item) => html`<li>${textHtml(item, types)}</li>`)}</ul>`;
    case "terms":
      return termsHtml(block, report);
    case "table":
      return html`<div><p class="caption" id="${block.id}"><b>${block.title}</b> ${block.note}</p>
${block.table.rows.length === 0 ? null : tableHtml(block.table, block.id, report)}</div>`;
    case "figure":
      return html`${figureHtml(block, report)}${tableBelow(block, report)}`;
    case "tree":
      return treeHtml(block.nodes, types);
    case "anyBase":
      return anyBasePlace(block.of);
    case "files":
      return html`<ul class="files">${block.files.map(({ path, said }) => html`<li><a href="${path}">${path}</a> <span class="sub">${said}</span></li>`)}</ul>`;
    case "counts":
      return tiles(block.counts);
    case "criteria":
      return criterionTable(block.rows);
    case "cards":
      return html`<div class="card-list">${block.cards.map((card) => criterionCardHtml(card, report))}</div>`;
    default:
      return block satisfies never;
  }
}

/** The numbers of a drawing, for who asks for them; null where they stand elsewhere in the page. */
function tableBelow({ table, drawn }: Figure, report: Report): Html | null {
  const id =
    "readingsOf" in drawn
      ? `readings-${drawn.readingsOf}`
      : "replicatesOf" in drawn
        ? `replicates-${drawn.replicatesOf.length}`
        : null;
  if (id === null) return null;
  return html`<details><summary id="${id}">The same as a table</summary>${tableHtml(table, id, report)}</details>`;
}

/** Text columns may break; columns of numbers may not. */
function tableHtml({ head, numeric, rows }: Table, labelledBy: string, { types }: Report): Html {
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

const LIST_CLASS = {
  properties: "props",
  types: "types",
  files: "props digests",
  verdicts: "facts",
  untested: "facts untested",
} as const;

function termsHtml({ of, terms }: Extract<Block, { kind: "terms" }>, { types }: Report): Html {
  const said = ({ said }: Term) =>
    of === "properties" && typeof said === "string" ? breakable(said) : textHtml(said, types);
  return html`<dl class="${LIST_CLASS[of]}">${terms.map(
    (term) => html`<div><dt>${textHtml(term.term, types)}</dt><dd>${said(term)}</dd></div>`,
  )}</dl>`;
}
