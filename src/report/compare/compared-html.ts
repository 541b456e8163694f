import { type Html, html } from "../html/html.ts";
import { plainPage } from "../html/plain-page.ts";
import { sectionHtml } from "../html/section-html.ts";
import type { Report } from "../report.generated.ts";
import type { Compared } from "./compared.ts";
import { comparedFigure, FIGURE_ALT } from "./compared-figure.ts";
import { comparedLead, comparedSections, comparedTitle } from "./compared-sections.ts";

/** Tables are wide here: each has the page's width, and its numbers stay on their lines. */
const STYLES = `
.tables { grid-template-columns: minmax(0, 1fr) !important; }
.numbers.wide td.num { white-space: nowrap; }
.numbers.wide td:not(.num) { min-width: 0; }
.compared-figure { margin: 1.5rem 0; }
.compared-figure img { display: block; width: 840px; max-width: none; height: auto; }
@media print { .compared-figure { overflow: visible; } .compared-figure img { width: 100%; } }
`;

/** The comparison as one page, its drawing in it. `first`: the report of the first run, whose types it shows. */
export function comparedHtml(compared: Compared, first: Report): string {
  const sections = comparedSections(compared);
  return plainPage({
    title: `bag-of-latents: ${comparedTitle(compared)}`,
    generator: "compare",
    styles: STYLES,
    nav: html`<nav aria-label="Contents"><ol>${sections.map(
      ({ id, short }) => html`<li><a href="#${id}">${short}</a></li>`,
    )}</ol></nav>`,
    main: html`<header class="masthead">
<p class="kicker">bag-of-latents · the claims of a paper, tested</p>
<h1>${comparedTitle(compared)}</h1>
<p class="scope" role="note">${comparedLead(compared)}</p>
</header>
${drawing(compared)}
${sections.map((section) => html`${sectionHtml(section, first)}\n`)}`,
  });
}

/** As an image, so that its styles are its own. */
function drawing(compared: Compared): Html | null {
  const svg = comparedFigure(compared);
  if (svg === null) return null;
  const data = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return html`<div class="compared-figure scroll" tabindex="0" role="region" aria-label="Drawing"><img src="${data}" alt="${FIGURE_ALT}" width="840"></div>`;
}
