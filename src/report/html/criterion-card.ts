/** One question in full, with the effect of each of its criteria drawn. */
import { effectPlot } from "../plots/effect-plot.ts";
import type { Report } from "../report.generated.ts";
import type { CriterionCard, CriterionPart, Term } from "../sections/section.ts";
import { anchorOf } from "../words/criterion-words.ts";
import { capital } from "../words/format.ts";
import { verdictShort, verdictText } from "../words/verdict-text.ts";
import { arxivUrl } from "../words/visible.ts";
import { type Html, html } from "./html.ts";
import { textHtml } from "./text-html.ts";
import { mark, qualifiersHtml } from "./verdict-mark.ts";

/** The card of a question. One criterion fills it; several are parts of it, each with a place of its own to go to. */
export function criterionCardHtml(card: CriterionCard, report: Report): Html {
  const [first, ...others] = card.parts;
  const { types } = report;
  const id = anchorOf(first.criterion);
  const asked = html`<h3 id="${id}-name">${card.statement}</h3>
<p class="paper"><a href="${arxivUrl(card.arxiv)}">arXiv ${card.arxiv}</a>, ${card.where}</p>`;
  if (others.length === 0)
    return html`<article class="card v-${first.criterion.verdict}" id="${id}" aria-labelledby="${id}-name">
${partHeader(first)}
${asked}
${partHtml(first, report)}
</article>
`;
  return html`<article class="card several" aria-labelledby="${id}-name">
<p class="criterion">${card.name}</p>
${asked}
${factsHtml(card.facts, types)}
<div class="parts">${card.parts.map(
    (part) => html`<div class="part v-${part.criterion.verdict}" id="${anchorOf(part.criterion)}">
${partHeader(part)}
${partHtml(part, report)}
</div>
`,
  )}</div>
${moreHtml(card.more, types)}
</article>
`;
}

function partHeader({ criterion, name }: CriterionPart): Html {
  const { verdict, key } = criterion;
  return html`<header><p class="criterion"><a class="anchor" href="#${anchorOf(criterion)}">${name}</a> <span class="id">${key}</span></p><span>${mark(verdict, verdictShort(criterion))}${qualifiersHtml(criterion)}</span></header>`;
}

/** What was found of one criterion. */
function partHtml(part: CriterionPart, { model, paper, types }: Report): Html {
  const { criterion } = part;
  const { statistic, control } = criterion;
  return html`${part.unexpected === null ? null : html`<p class="alert" role="note"><strong>Unexpected.</strong> ${part.unexpected}</p>`}
<p class="reason"><b>${capital(verdictText(criterion))}.</b> ${criterion.reason}</p>
<div class="found"><p class="value">${part.value}</p>
<p class="value-of">${part.measured.map((line, i) => html`${i === 0 ? null : html`<br>`}${line}`)}</p></div>
${statistic.value === null && control.value === null ? null : effectPlot(criterion, { model: model.name, subject: paper.subject.name })}
${factsHtml(part.facts, types)}
${moreHtml(part.more, types)}`;
}

function factsHtml(terms: readonly Term[], types: Report["types"]): Html | null {
  if (terms.length === 0) return null;
  const fact = ({ term, said, items = [] }: Term) =>
    html`<div><dt>${textHtml(term, types)}</dt><dd>${textHtml(said, types)}${
      items.length === 0
        ? null
        : html`<ul class="beside">${items.map((item) => html`<li>${textHtml(item, types)}</li>`)}</ul>`
    }</dd></div>`;
  return html`<dl class="facts">
${terms.map(fact)}
</dl>`;
}

/** What a reader may want besides, folded. */
function moreHtml(terms: readonly Term[], types: Report["types"]): Html | null {
  if (terms.length === 0) return null;
  return html`<details class="more"><summary>${foldLabel(terms, types)}</summary>${factsHtml(terms, types)}</details>`;
}

/** "Planted effect, the authors’ value, run it again": what is found below. */
function foldLabel(terms: readonly Term[], types: Report["types"]): Html {
  return html`${terms.map(({ term }, i) => html`${i === 0 ? null : " · "}${textHtml(term, types)}`)}`;
}
