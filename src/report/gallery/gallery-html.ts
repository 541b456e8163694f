/** The gallery as one page. */
import { type Html, html } from "../html/html.ts";
import { plainPage } from "../html/plain-page.ts";
import { mark } from "../html/verdict-mark.ts";
import { count, formatNumber, list } from "../words/format.ts";
import { VERDICT_MEANING, VERDICTS } from "../words/verdict-words.ts";
import { arxivUrl } from "../words/visible.ts";
import type { Gallery, GalleryModel, GalleryRow, GalleryRun } from "./gallery.ts";
import { GALLERY_STYLES } from "./gallery-styles.ts";

/** By what a page of this kind is known again. */
export const GALLERY = "gallery";

/** The page. Equal galleries give equal bytes. */
export function galleryHtml(gallery: Gallery): string {
  const { models, papers } = gallery;
  return plainPage({
    title: "bag-of-latents: papers by models",
    generator: GALLERY,
    styles: GALLERY_STYLES,
    main: html`<header class="masthead">
<p class="kicker">bag-of-latents · the claims of papers, tested</p>
<h1 id="gallery-h">Papers by models</h1>
<p class="scope" role="note">Every verdict is about the model of its column, and about no other. Only a report on what a paper is about counts as its reproduction.</p>
<p class="facts-line"><span>${count(papers.length, "paper")}</span><span>${count(models.length, "model")}</span><span>${count(reportsIn(gallery), "report")}</span></p>
</header>
${tableHtml(gallery)}
${legend()}
`,
  });
}

function reportsIn({ papers }: Gallery): number {
  return papers.reduce((sum, { cells }) => sum + cells.flat().length, 0);
}

/** Roles are spelled out because on a phone rows are laid out as blocks. */
function tableHtml({ models, papers }: Gallery): Html {
  return html`<table class="gallery" role="table" aria-labelledby="gallery-h"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Paper</th>${models.map(
    (model) =>
      html`<th role="columnheader" scope="col">${model.name}<span class="sub">${aboutModel(model)}</span></th>`,
  )}</tr></thead>
<tbody role="rowgroup">${papers.map((row) => rowHtml(row, models))}</tbody></table>`;
}

function aboutModel({ isOrganism, layers, dModel }: GalleryModel): string {
  return `${isOrganism ? "a model organism: " : ""}${formatNumber(layers)} blocks, d_model ${formatNumber(dModel)}`;
}

function rowHtml({ title, by, arxiv, cells }: GalleryRow, models: readonly GalleryModel[]): Html {
  return html`<tr role="row">
<th role="rowheader" scope="row" class="paper-name"><span class="paper-title">${title}</span><span class="paper-by">${by.length === 0 ? null : html`${list(by)}, `}<a href="${arxivUrl(arxiv)}">arXiv ${arxiv}</a></span></th>
${cells.map(
  (runs, i) =>
    html`<td role="cell" data-label="${models[i]!.name}">${runs.length === 0 ? html`<span class="none">no report</span>` : runs.map((run) => runHtml(run, models[i]!, title))}</td>`,
)}</tr>
`;
}

function runHtml(run: GalleryRun, model: GalleryModel, paper: string): Html {
  const { href, name, verdict, counts, of, hypotheses, unexpected, complete, reproduction } = run;
  const said = `${paper}, on ${model.name}${name === null ? "" : `, ${name}`}`;
  return html`<div class="run v-${verdict}">${name === null ? null : html`<span class="run-name">${name}</span>`}
<a class="run-word" href="${href}">${mark(verdict)}<span class="sr">: the report on ${said}</span></a>
<span class="run-counts">${of === "hypotheses" ? "" : "criteria: "}${counts}${unexpected === 0 ? null : html` <span class="off">${count(unexpected, "verdict")} unexpected</span>`}${complete ? null : html` <span class="off">incomplete</span>`}</span>
${hypotheses.length === 0 ? null : html`<ul class="run-hypotheses">${hypotheses.map(hypothesisHtml)}</ul>`}
<span class="run-facts">Reproduction on ${reproduction.on}: ${reproduction.status}. n\u00a0=\u00a0${formatNumber(run.bases)}, seed ${run.seed}, ${run.date}.</span></div>`;
}

function hypothesisHtml({ id, says, verdict, href }: GalleryRun["hypotheses"][number]): Html {
  return html`<li><a href="${href}" title="${says === null ? id : `${id}: ${says}`}">${mark(verdict, id)}<span class="sr"> ${verdict}</span></a></li>`;
}

/** What the words mean, with those of several criteria. */
function legend(): Html {
  return html`<section aria-labelledby="words-h"><h2 id="words-h">Verdicts</h2>
<p class="note">A cell has one word where all its hypotheses have one verdict; mixed where they have not. The word leads to the report, a hypothesis to its place in it. Incomplete: a criterion of it was not run, or failed.</p>
<dl class="facts">${VERDICTS.map(
    (verdict) => html`<div><dt>${mark(verdict)}</dt><dd>${VERDICT_MEANING[verdict]}</dd></div>`,
  )}<div><dt>${mark("mixed")}</dt><dd>Of a hypothesis: some of its criteria are supported and some contradicted. Of a cell: its hypotheses have different verdicts.</dd></div></dl></section>`;
}
