/** The top of the page: what this is about, and how many criteria came out how. */
import type { Report } from "../report.generated.ts";
import type { Block } from "../sections/section.ts";
import { formatNumber } from "../words/format.ts";
import { modelWords } from "../words/subject-words.ts";
import { type Html, html } from "./html.ts";
import { mark } from "./verdict-mark.ts";

/** Paper, model, scope and size of the run. */
export function masthead(report: Report): Html {
  const { paper, model, sae, protocol } = report;
  return html`<header class="masthead">
<p class="kicker">bag-of-latents · claims of “${paper.title}” (arXiv ${paper.arxiv}), tested</p>
<h1>Report on ${modelWords(report).long}</h1>
<p class="scope" role="note">${report.scope}</p>
<p class="facts-line">${[
    `${formatNumber(model.layers)} blocks, d_model ${formatNumber(model.dModel)}`,
    sae === null ? "no SAE" : `SAE of ${formatNumber(sae.latents)} latents at ${sae.hook}`,
    `n = ${formatNumber(protocol.bases)} base prompts`,
    `seed ${protocol.seed}`,
  ].map((text) => html`<span>${text}</span>`)}</p>
</header>`;
}

/** A tile a verdict. */
export function tiles(counts: Extract<Block, { kind: "counts" }>["counts"]): Html {
  return html`<ul class="tiles">${counts.map(
    ({ verdict, n }) =>
      html`<li class="tile v-${verdict}${n === 0 ? " zero-count" : ""}"><b>${formatNumber(n)}</b>${mark(verdict)}</li>`,
  )}</ul>`;
}
