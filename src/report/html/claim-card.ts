/** One criterion in full: what is said, what was found, against what, and how to see it again. */

import { effectPlot } from "../plots/effect-plot.ts";
import type { ClaimEntry } from "../report.generated.ts";
import {
  authorsText,
  controlNumbers,
  criterionName,
  intervalText,
  paperUrl,
  statisticName,
  thresholdText,
  unexpectedText,
  valueText,
} from "../words/claim-words.ts";
import { formatNumber, withUnit } from "../words/format.ts";
import { type Html, html } from "./html.ts";
import { mark, statusMark } from "./verdict-mark.ts";

/** The card; `modelName` says whose numbers these are. */
export function claimCard(claim: ClaimEntry, modelName: string): Html {
  const { statistic, verdict } = claim;
  return html`<article class="card v-${verdict}" id="${claim.id}" aria-labelledby="${claim.id}-name">
<header><p class="criterion"><a class="anchor" href="#${claim.id}">${criterionName(claim)}</a> <span class="id">${claim.id}</span></p>${mark(verdict)}</header>
<h3 id="${claim.id}-name">${claim.statement}</h3>
<p class="paper"><a href="${paperUrl(claim)}">arXiv ${claim.paper.arxiv}</a>, ${claim.paper.where}</p>
${unexpected(claim)}
<p class="reason"><b>${capital(verdict)}.</b> ${claim.reason}</p>
<div class="found"><p class="value">${statistic.value === null ? "no value" : valueText(claim)}</p>
<p class="value-of">${statisticName(claim)}${unitNote(claim)}${
    statistic.interval === null
      ? null
      : html`<br>95 % interval ${intervalText(claim)}, ${statistic.method} bootstrap`
  }<br>n = ${formatNumber(claim.n)} bases</p></div>
${statistic.value === null && claim.control.value === null ? null : effectPlot(claim, modelName)}
<dl class="facts">
${fact("Threshold", html`Supported when the whole interval is ${thresholdText(claim)}: ${claim.threshold.because}.`)}
${fact("Control", control(claim))}
${fact("The authors’ value", html`${capital(authorsText(claim))}${claim.paper.value === null ? "." : ". Not a value of this model, and it changes no verdict."}`)}
${fact("Reproduction on GPT-2 small", html`${statusMark(claim.reproduction.status)} ${claim.reproduction.reason}`)}
${fact("Expected of this model", expected(claim))}
${claim.beside.length === 0 ? null : fact("Beside it, not judged", beside(claim))}
${fact("Run it again", html`<code>${claim.rerun}</code>`)}
</dl>
</article>`;
}

function fact(term: string, said: Html): Html {
  return html`<div><dt>${term}</dt><dd>${said}</dd></div>`;
}

function unexpected(claim: ClaimEntry): Html | null {
  const text = unexpectedText(claim);
  return text === null
    ? null
    : html`<p class="unexpected" role="note"><strong>Unexpected.</strong> ${capital(text)}. ${claim.expected?.because ?? ""}</p>`;
}

function control(claim: ClaimEntry): Html {
  const { name, verdict, reason } = claim.control;
  return html`${name} ${mark(verdict)} ${controlNumbers(claim)}. ${reason}`;
}

function expected({ expected: of, verdict }: ClaimEntry): Html {
  if (of === null) return html`Nothing.`;
  return html`${mark(of.verdict)} ${of.because}${of.verdict === verdict ? "" : " Not what was found."}`;
}

function beside({ beside: rows }: ClaimEntry): Html {
  return html`<ul class="beside">${rows.map(
    ({ name, unit, value }) => html`<li>${name}: <b>${withUnit(formatNumber(value), unit)}</b></li>`,
  )}</ul>`;
}

/** The unit in words where the number does not carry it. */
function unitNote({ statistic: { unit } }: ClaimEntry): string {
  return withUnit("x", unit) === "x" && unit !== "" && unit !== "1" ? ` (${unit})` : "";
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
