/** The report as one HTML file: no script, no network, light and dark. */

import type { Report } from "../report.generated.ts";
import { criterionName, modelLabel } from "../words/claim-words.ts";
import { claimCard } from "./claim-card.ts";
import { agreementSection, protocolSection, provenanceSection, verdictsSection } from "./end-sections.ts";
import { type Html, html, raw } from "./html.ts";
import { curvesSection, distributionsSection, measurementsSection } from "./measurement-sections.ts";
import { claimTableSection, masthead, summarySection } from "./overview.ts";
import { STYLES } from "./styles.ts";
import { mark } from "./verdict-mark.ts";

/** Sections of the page, in order: id and what the contents call it. */
export const SECTIONS: readonly (readonly [id: string, title: string])[] = [
  ["summary", "Summary"],
  ["claims", "At a glance"],
  ["cards", "Criteria"],
  ["agreement", "Agreement"],
  ["measurements", "Measurements"],
  ["curves", "Curves"],
  ["distributions", "Distributions"],
  ["protocol", "Protocol"],
  ["verdicts", "How to read a verdict"],
  ["provenance", "Provenance"],
];

/** The page. Equal reports give equal bytes. */
export function renderHtml(report: Report): string {
  const name = modelLabel(report);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>bag-of-latents: report on ${name}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLES)}</style>
</head>
<body>
<a class="skip" href="#summary">Skip to the summary</a>
<div class="page">
${contents(report)}
<main>
${masthead(report)}
${summarySection(report)}
${claimTableSection(report)}
<section id="cards" aria-labelledby="cards-h"><h2 id="cards-h">Criteria, one by one</h2>
${report.claims.map((claim) => claimCard(claim, report.model.name))}</section>
${agreementSection(report)}
${measurementsSection(report)}
${curvesSection(report)}
${distributionsSection(report)}
${protocolSection(report)}
${verdictsSection()}
${provenanceSection(report)}
</main>
</div>
</body>
</html>
`;
  return page.text;
}

function contents({ claims }: Report): Html {
  return html`<nav aria-label="Contents"><ol>${SECTIONS.map(
    ([id, title]) =>
      html`<li><a href="#${id}">${title}</a>${id === "cards" ? html`<ol class="nav-claims">${claims.map((claim) => html`<li><a href="#${claim.id}">${mark(claim.verdict, criterionName(claim))}<span class="sr"> ${claim.verdict}</span></a></li>`)}</ol>` : null}</li>`,
  )}</ol></nav>`;
}
