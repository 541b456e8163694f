/** The report as one HTML file: no network, light and dark; what its scripts add is shown without them, too, or left out. */
import { type Beside, NOTHING_BESIDE } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import type { Section } from "../sections/section.ts";
import { sections } from "../sections.ts";
import { anchorOf, criterionName } from "../words/criterion-words.ts";
import { modelWords } from "../words/subject-words.ts";
import { embeddedBlocks } from "./embedded.ts";
import { type Html, html, raw } from "./html.ts";
import { masthead } from "./overview.ts";
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from "./page-script.ts";
import { sectionHtml } from "./section-html.ts";
import { STYLES } from "./styles.ts";
import { mark } from "./verdict-mark.ts";

/** The page. Equal reports give equal bytes, but for the blocks of data where zlib is another. */
export function renderHtml(report: Report, beside: Beside = NOTHING_BESIDE): string {
  const shown = sections(report, beside);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '${raw(PAGE_SCRIPT_HASH)}'; style-src 'unsafe-inline'; img-src data:">
<title>bag-of-latents: report on ${modelWords(report).long}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLES)}</style>
</head>
<body>
<a class="skip" href="#summary">Skip to the summary</a>
<div class="page">
${contents(shown)}
<main>
${masthead(report)}
${shown.map((section) => html`${sectionHtml(section, report)}\n`)}</main>
</div>
${embeddedBlocks(report, beside)}<script>${raw(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return page.text;
}

function contents(shown: readonly Section[]): Html {
  return html`<nav aria-label="Contents"><ol>${shown.map(
    ({ id, short, blocks }) =>
      html`<li><a href="#${id}">${short}</a>${blocks.map((block) =>
        block.kind !== "cards"
          ? null
          : html`<ol class="nav-criteria">${block.cards.flatMap(({ parts }) =>
              parts.map(
                ({ criterion }) =>
                  html`<li><a href="#${anchorOf(criterion)}">${mark(criterion.verdict, criterionName(criterion))}<span class="sr"> ${criterion.verdict}</span></a></li>`,
              ),
            )}</ol>`,
      )}</li>`,
  )}</ol></nav>`;
}
