/** A page of this program that is no report: the same look, no script, nothing asked of the network. */
import { type Html, html, raw } from "./html.ts";
import { STYLES } from "./styles.ts";

/** What a page without scripts is made of. */
export interface PlainPage {
  /** What a browser calls it. */
  readonly title: string;
  /** Says in the page's head which command made it. */
  readonly generator: string;
  /** Contents beside the page; null where there are none. */
  readonly nav?: Html | null;
  readonly main: Html;
  /** Styles of its own, after the report's. */
  readonly styles?: string;
}

/** Without contents the page has one column. Links are told from text by their line, on paper too. */
const PLAIN_STYLES = `.page.plain { display: block; }
`;

/** The head's line by which a page of this command is known again. */
export function generatorLine(generator: string): string {
  return html`<meta name="generator" content="bag-of-latents ${generator}">`.text;
}

/** The whole text of the page. Equal parts give equal bytes. */
export function plainPage({ title, generator, nav = null, main, styles = "" }: PlainPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${raw(generatorLine(generator))}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(`${STYLES}${PLAIN_STYLES}${styles}`)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the contents</a>
<div class="page${nav === null ? " plain" : ""}">
${nav}
<main id="main">
${main}</main>
</div>
</body>
</html>
`.text;
}
