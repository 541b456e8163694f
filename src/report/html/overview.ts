/** The top of the page: what this is about, and how many criteria came out how. */
import type { Report } from "../report.generated.ts";
import type { Block } from "../sections/section.ts";
import { formatNumber, list } from "../words/format.ts";
import { replicateCount } from "../words/replicate-words.ts";
import { commitLink, shortCommit } from "../words/repository-links.ts";
import { modelWords } from "../words/subject-words.ts";
import { arxivUrl } from "../words/visible.ts";
import { type Html, html } from "./html.ts";
import { mark } from "./verdict-mark.ts";

/** Paper, model, scope and size of the run. */
export function masthead(report: Report): Html {
  const { paper, model, sae, protocol } = report;
  return html`<header class="masthead">
<p class="kicker">bag-of-latents ${report.provenance.version}${madeFrom(report)} · the claims of a paper, tested</p>
<h1>${paper.title}</h1>
<p class="cited">${paper.by === undefined ? null : html`${list(paper.by)}, `}<a href="${arxivUrl(paper.arxiv)}">arXiv ${paper.arxiv}</a></p>
<p class="on-model">Report on ${modelWords(report).long}</p>
<p class="scope" role="note">${report.scope}</p>
<p class="facts-line">${[
    `${formatNumber(model.layers)} blocks, d_model ${formatNumber(model.dModel)}`,
    sae === null ? "no SAE" : `SAE of ${formatNumber(sae.latents)} latents at ${sae.hook}`,
    `n = ${formatNumber(protocol.bases)} base prompts`,
    `seed ${protocol.seed}, ${replicateCount(report)}`,
  ].map((text) => html`<span>${text}</span>`)}</p>
</header>`;
}

/** ", commit 0123abc, with changes", with links to the repository where it is known. */
function madeFrom({ provenance }: Report): Html {
  const { commit, dirty, repository } = provenance;
  const changes = dirty ? ", with changes" : "";
  const link = commitLink(provenance, commit);
  const name = commit === null ? null : shortCommit(commit);
  const at =
    name === null
      ? null
      : html`, commit ${link === null ? name : html`<a href="${link}">${name}</a>`}${changes}`;
  return html`${at}${repository ? html` · <a href="${repository}">repository</a>` : null}`;
}

/** A tile a verdict. */
export function tiles(counts: Extract<Block, { kind: "counts" }>["counts"]): Html {
  return html`<ul class="tiles">${counts.map(
    ({ verdict, n }) =>
      html`<li class="tile v-${verdict}${n === 0 ? " zero-count" : ""}"><b>${formatNumber(n)}</b>${mark(verdict)}</li>`,
  )}</ul>`;
}
