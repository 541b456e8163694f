/** A section of a report as HTML. */
import type { Report } from "../report.generated.ts";
import type { Block, Section, Term } from "../sections/section.ts";
import { anyBasePlace } from "./any-base.ts";
import { criterionCardHtml } from "./criterion-card.ts";
import { criterionTable } from "./criterion-table.ts";
import { figureHtml, isWide } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { tiles } from "./overview.ts";
import { tableHtml } from "./table-html.ts";
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
  if (block.kind === "figure" && !isWide(block.drawn)) return "figures";
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
      return figureHtml(block, report);
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

const LIST_CLASS = {
  properties: "props",
  types: "types",
  files: "props digests",
  verdicts: "facts",
  untested: "facts untested",
  words: "short-words",
} as const;

function termsHtml({ of, terms }: Extract<Block, { kind: "terms" }>, { types }: Report): Html {
  const said = ({ said }: Term) =>
    of === "properties" && typeof said === "string" ? breakable(said) : textHtml(said, types);
  return html`<dl class="${LIST_CLASS[of]}">${terms.map(
    (term) => html`<div><dt>${textHtml(term.term, types)}</dt><dd>${said(term)}</dd></div>`,
  )}</dl>`;
}
