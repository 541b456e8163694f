/** One criterion in full, with its effect drawn. */
import { effectPlot } from "../plots/effect-plot.ts";
import type { Report } from "../report.generated.ts";
import type { CriterionCard, Term } from "../sections/section.ts";
import { anchorOf } from "../words/criterion-words.ts";
import { capital } from "../words/format.ts";
import { verdictShort, verdictText } from "../words/verdict-text.ts";
import { arxivUrl } from "../words/visible.ts";
import { type Html, html } from "./html.ts";
import { textHtml } from "./text-html.ts";
import { mark, qualifiersHtml } from "./verdict-mark.ts";

/** The card of a criterion. */
export function criterionCardHtml(card: CriterionCard, { model, paper, types }: Report): Html {
  const { criterion } = card;
  const { verdict, statistic, control } = criterion;
  const id = anchorOf(criterion);
  const fact = ({ term, said, items = [] }: Term) =>
    html`<div><dt>${textHtml(term, types)}</dt><dd>${textHtml(said, types)}${
      items.length === 0
        ? null
        : html`<ul class="beside">${items.map((item) => html`<li>${textHtml(item, types)}</li>`)}</ul>`
    }</dd></div>`;
  return html`<article class="card v-${verdict}" id="${id}" aria-labelledby="${id}-name">
<header><p class="criterion"><a class="anchor" href="#${id}">${card.name}</a> <span class="id">${criterion.key}</span></p><span>${mark(verdict, verdictShort(criterion))}${qualifiersHtml(criterion)}</span></header>
<h3 id="${id}-name">${criterion.statement}</h3>
<p class="paper"><a href="${arxivUrl(card.arxiv)}">arXiv ${card.arxiv}</a>, ${card.where}</p>
${card.unexpected === null ? null : html`<p class="alert" role="note"><strong>Unexpected.</strong> ${card.unexpected}</p>`}
<p class="reason"><b>${capital(verdictText(criterion))}.</b> ${criterion.reason}</p>
<div class="found"><p class="value">${card.value}</p>
<p class="value-of">${card.measured.map((line, i) => html`${i === 0 ? null : html`<br>`}${line}`)}</p></div>
${statistic.value === null && control.value === null ? null : effectPlot(criterion, { model: model.name, subject: paper.subject.name })}
<dl class="facts">
${card.facts.map(fact)}
</dl>
${
  card.more.length === 0
    ? null
    : html`<details class="more"><summary>${foldLabel(card.more, types)}</summary><dl class="facts">
${card.more.map(fact)}
</dl></details>`
}
</article>
`;
}

/** "Planted effect, the authors’ value, run it again": what is found below. */
function foldLabel(terms: readonly Term[], types: Report["types"]): Html {
  return html`${terms.map(({ term }, i) => html`${i === 0 ? null : " · "}${textHtml(term, types)}`)}`;
}
