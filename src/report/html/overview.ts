/** The top of the page: what this is about, how it came out, and every criterion in one table. */

import { effectStrip } from "../plots/effect-strip.ts";
import type { ClaimEntry, Report } from "../report.generated.ts";
import {
  controlShort,
  countsText,
  criterionName,
  expectationText,
  intervalText,
  modelLabel,
  reproductionSummary,
  thresholdText,
  valueText,
} from "../words/claim-words.ts";
import { count, formatNumber } from "../words/format.ts";
import { elsewhere } from "../words/report-names.ts";
import { VERDICTS } from "../words/verdict-words.ts";
import { type Html, html } from "./html.ts";
import { mark } from "./verdict-mark.ts";

/** Title, scope and reproduction status. */
export function masthead(report: Report): Html {
  const { model, sae, protocol } = report;
  return html`<header class="masthead">
<p class="kicker">bag-of-latents · claims of arXiv 2409.15019, tested</p>
<h1>Report on ${modelLabel(report)}</h1>
<p class="scope" role="note">${report.scope}</p>
<p class="facts-line">${[
    `${formatNumber(model.layers)} blocks, d_model ${formatNumber(model.dModel)}`,
    sae === null ? "no SAE" : `SAE of ${formatNumber(sae.latents)} latents at ${sae.hook}`,
    `n = ${formatNumber(protocol.bases)} base prompts`,
    `seed ${protocol.seed}`,
  ].map((text) => html`<span>${text}</span>`)}</p>
</header>`;
}

/** Counts by verdict, whether they were expected, and the status on GPT-2 small. */
export function summarySection(report: Report): Html {
  const { summary } = report;
  return html`<section id="summary" aria-labelledby="summary-h"><h2 id="summary-h">Summary</h2>
<ul class="tiles" aria-label="${countsText(report)}">${VERDICTS.map((verdict) => {
    const n = summary.byVerdict[verdict] ?? 0;
    return html`<li class="tile v-${verdict}${n === 0 ? " zero-count" : ""}"><b>${formatNumber(n)}</b>${mark(verdict)}</li>`;
  })}</ul>
${expectation(report)}
${summary.complete ? null : html`<p class="warn"><strong>Incomplete.</strong> Not every criterion could be tried.</p>`}
<p class="gpt2-status"><strong>Reproduction on GPT-2 small:</strong> ${reproductionSummary(report)}.${aboutThisModel(report)}</p>
</section>`;
}

function aboutThisModel({ model, protocol }: Report): string | null {
  const where = elsewhere(protocol);
  if (model.kind === "gpt2-small" && where === "") return null;
  return ` The verdicts here are about ${model.kind === "gpt2-small" ? "GPT-2 small" : model.name}${where}.`;
}

function expectation(report: Report): Html {
  const { unexpected } = report.summary;
  if (unexpected.length === 0) return html`<p>${expectationText(report)}</p>`;
  const named = report.claims.filter((claim) => unexpected.includes(claim.id));
  return html`<p class="unexpected" role="note"><strong>Unexpected.</strong> ${count(unexpected.length, "verdict")} not as expected of this model: ${named.map(
    (claim, i) => html`${i === 0 ? "" : "; "}<a href="#${claim.id}">${criterionName(claim)}</a>`,
  )}.</p>`;
}

/** Every criterion in a row. Roles are spelled out because on a phone rows are laid out as blocks. */
export function claimTableSection({ claims }: Report): Html {
  return html`<section id="claims" aria-labelledby="claims-h"><h2 id="claims-h">Every criterion at a glance</h2>
<p class="note">Filled mark and thick line: the effect with its 95 % interval. Hollow mark and thin line: the control. The upright line is the threshold, the shaded side counts as supported. Each row has a scale of its own.</p>
<table class="claims" role="table" aria-labelledby="claims-h"><thead role="rowgroup"><tr role="row">${[
    "Criterion",
    "Verdict",
    "Effect against threshold",
    "Statistic",
    "95 % interval",
    "n",
    "Threshold",
    "Control",
  ].map((title) => html`<th role="columnheader" scope="col">${title}</th>`)}</tr></thead>
<tbody role="rowgroup">${claims.map(row)}</tbody></table></section>`;
}

function row(claim: ClaimEntry): Html {
  const off = claim.expected !== null && claim.expected.verdict !== claim.verdict;
  return html`<tr role="row">
<th role="rowheader" scope="row" class="c-name"><a href="#${claim.id}">${criterionName(claim)}</a><span class="said">${claim.statement}</span></th>
<td role="cell" class="c-verdict">${mark(claim.verdict)}${off ? html` <span class="off">unexpected</span>` : null}</td>
<td role="cell" class="c-strip">${effectStrip(claim)}</td>
<td role="cell" class="num" data-label="statistic">${valueText(claim)}</td>
<td role="cell" class="num" data-label="95 % interval">${intervalText(claim)}</td>
<td role="cell" class="num" data-label="n">${formatNumber(claim.n)}</td>
<td role="cell" class="num" data-label="threshold">${thresholdText(claim)}</td>
<td role="cell" class="c-control" data-label="control"><span>${claim.control.verdict}</span> <span class="sub" title="${claim.control.name}">${controlShort(claim)}</span></td></tr>`;
}
