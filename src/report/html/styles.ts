import { paletteVariables } from "../plots/palette.ts";
import { FIGURE_STYLES } from "./figure-styles.ts";
import { PRINT_STYLES } from "./print-styles.ts";
import { TREE_STYLES } from "./tree-styles.ts";

/** The page's style sheet. Colours are variables with a light and a dark value; every text pair is 4.5:1 or better. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --ink: #1d2129; --muted: #5b626e; --paper: #fcfcfa; --raised: #ffffff; --line: #dcdfe3; --faint: #f1f2f0;
  --link: #1f4f8f;
  --supported: #00654a; --supported-bg: #e0f2ea;
  --contradicted: #9c3406; --contradicted-bg: #fcebe1;
  --inconclusive: #6a5200; --inconclusive-bg: #f8efcf;
  --not-run: #555c66; --not-run-bg: #eceef0;
  --error: #9a1150; --error-bg: #fbe5ee;
  ${paletteVariables("light")}
  --plot-background: var(--raised);
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Georgia, serif;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e4e6ea; --muted: #a3abb7; --paper: #14171b; --raised: #1b1f25; --line: #343a43; --faint: #21262d;
    --link: #8fbcf2;
    --supported: #63d3a6; --supported-bg: #123528;
    --contradicted: #f7a274; --contradicted-bg: #432313;
    --inconclusive: #e6c655; --inconclusive-bg: #3a3010;
    --not-run: #aab1bb; --not-run-bg: #2a2f37;
    --error: #f58fb9; --error-bg: #431a2d;
    ${paletteVariables("dark")}
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--raised); padding: .5rem; z-index: 1; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.page { max-width: 78rem; margin: 0 auto; padding: 1.5rem 1rem 5rem; }
main { min-width: 0; }
h1, h2, h3, .scope { font-family: var(--serif); font-weight: 600; line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.7rem, 1.2rem + 2.2vw, 2.5rem); margin: .15rem 0 1rem; letter-spacing: -.01em; }
h2 { font-size: 1.5rem; margin: 0 0 .75rem; }
h3 { font-size: 1.15rem; margin: 1.25rem 0 .5rem; }
section { margin-top: 3.25rem; }
p { margin: .6rem 0; max-width: 46rem; }
code { font: .86em/1.5 var(--mono); background: var(--faint); padding: .1em .35em; border-radius: 3px; overflow-wrap: anywhere; }
code .word { display: inline-block; max-width: 100%; }
.note, .sub, .paper, .id { color: var(--muted); }
.note { font-size: .9rem; }
.none { color: var(--muted); font-style: italic; }
.kicker { margin: 0; max-width: none; color: var(--muted); font-size: .85rem; letter-spacing: .02em; }
.cited { margin: 0 0 .4rem; max-width: none; }
.on-model { font-family: var(--serif); font-size: 1.25rem; margin: .2rem 0 .8rem; }
.scope { font-weight: 400; font-size: 1.2rem; line-height: 1.45; border-left: 4px solid var(--link); background: var(--faint); padding: .9rem 1.1rem; margin: 0 0 1rem; max-width: 50rem; text-wrap: pretty; border-radius: 0 6px 6px 0; }
.facts-line { color: var(--muted); font-size: .9rem; display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; max-width: none; }

nav { font-size: .88rem; margin-bottom: 1.5rem; }
nav ol { list-style: none; margin: 0; padding: 0; }
nav > ol { display: flex; flex-wrap: wrap; gap: .35rem 1rem; }
nav a { color: var(--muted); text-decoration: none; display: inline-block; padding: .15rem 0; }
nav a:hover { color: var(--ink); text-decoration: underline; }
.nav-criteria { display: none; }

.verdict { display: inline-flex; align-items: baseline; gap: .4em; font-weight: 600; font-size: .88rem; white-space: nowrap; line-height: 1.2; }
.verdict svg { flex: none; transform: translateY(.12em); }
.v-supported { --v: var(--supported); --v-bg: var(--supported-bg); }
.v-contradicted { --v: var(--contradicted); --v-bg: var(--contradicted-bg); }
.v-inconclusive { --v: var(--inconclusive); --v-bg: var(--inconclusive-bg); }
.v-not-run { --v: var(--not-run); --v-bg: var(--not-run-bg); }
.v-error { --v: var(--error); --v-bg: var(--error-bg); }
.verdict { color: var(--v); }
.c-gone { --v: var(--ink); }
.c-gone svg { color: var(--supported); }
.c-there { --v: var(--contradicted); }
.c-undecided { --v: var(--inconclusive); }
.c-not-run { --v: var(--not-run); }
.c-error { --v: var(--error); }
.verdict.control { font-weight: 500; white-space: normal; }

.tiles { list-style: none; margin: 1rem 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(7.4rem, 1fr)); gap: .6rem; max-width: 50rem; }
.tile { background: var(--v-bg); border-radius: 8px; padding: .7rem .75rem; display: flex; flex-direction: column; position: relative; }
.tile .verdict { font-size: .82rem; white-space: nowrap; }
.tile .verdict svg { position: absolute; top: 1.1rem; right: .75rem; }
.tile b { font-family: var(--serif); font-size: 2rem; line-height: 1.1; font-weight: 600; color: var(--v); }
.tile.zero-count { background: none; box-shadow: inset 0 0 0 1px var(--line); }
.tile.zero-count b, .tile.zero-count .verdict { color: var(--muted); font-weight: 400; }
.alert { border: 2px solid var(--contradicted); background: var(--contradicted-bg); color: var(--ink); padding: .7rem 1rem; border-radius: 6px; }
.alert strong, .off { color: var(--contradicted); }
.off { font-weight: 700; font-size: .8rem; white-space: nowrap; }

table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .5rem .7rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: middle; }
thead th { font-weight: 500; color: var(--muted); font-size: .82rem; vertical-align: bottom; }
th[scope=row] { font-weight: 500; }
.caption { font-size: .88rem; line-height: 1.45; margin: 0 0 .3rem; color: var(--muted); }
.caption b { color: var(--ink); font-size: 1rem; }
.numbers .num { text-align: right; }
.numbers { font-size: .86rem; }
.numbers td, .numbers th { padding-right: .55rem; white-space: nowrap; }
.numbers .swatch { margin-right: .35rem; }
.numbers tr > :last-child { padding-right: 0; }
.numbers.wide td { white-space: normal; }
.numbers.wide td:not(.num) { min-width: 6rem; }
.numbers.wide th[scope=row] { white-space: normal; min-width: 9rem; }
.scroll { overflow-x: auto; }
.tables { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2.25rem; }
.id { display: block; font: .78rem/1.4 var(--mono); font-weight: 400; overflow-wrap: anywhere; }
.criteria .num { white-space: nowrap; }
.criteria .said { display: block; color: var(--muted); font-weight: 400; font-size: .82rem; line-height: 1.35; }
.criteria .c-name { width: 27%; }
.criteria .c-strip { width: 22%; min-width: 12rem; }
.criteria .sub { display: block; font-size: .82rem; line-height: 1.35; }
.criteria .c-control { min-width: 8.4rem; }
.criteria .sub { color: var(--muted); }

.effect-plot { display: grid; margin: .4rem 0 0; }
.effect-label { font-size: .85rem; color: var(--muted); }
.effect-label:not(:empty) { padding-top: .35rem; }
.effect-label:empty { display: none; }
.effect-label b { color: var(--ink); font-weight: 600; }
.effect { display: block; overflow: visible; font-size: 12.5px; }
.effect .region { fill: var(--supported); fill-opacity: .09; }
.effect .floor { fill: var(--muted); fill-opacity: .18; }
.effect .grid { stroke: var(--line); }
.effect .zero { stroke: var(--muted); stroke-opacity: .6; }
.effect .threshold { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3; }
.effect .tick { fill: var(--muted); }
.effect .threshold-label { fill: var(--ink); }
.effect .interval { stroke: var(--row); stroke-width: 3.5; }
.effect .cap { stroke: var(--row); stroke-width: 1.5; }
.effect .mark { fill: var(--row); stroke: var(--row); stroke-width: 1.5; }
.effect .claim { --row: var(--series-1); }
.effect .control { --row: var(--muted); }
.effect .reading { --row: var(--v); }
.effect .reading .interval { stroke-width: 1.5; stroke-opacity: .55; }
.effect .control .interval { stroke-width: 1.5; }
.effect .control .mark { fill: var(--raised); }
.effect .authors { --row: var(--series-5); }
.effect .authors .mark path { fill: var(--raised); stroke-width: 2; }

.card { background: var(--raised); border: 1px solid var(--line); border-left: 5px solid var(--v); border-radius: 8px; padding: 1.1rem 1.25rem 1.25rem; margin: 1.25rem 0; }
.card > header, .part > header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: .3rem 1rem; }
.card .criterion { margin: 0; font-weight: 600; }
.card .criterion a { color: inherit; text-decoration: none; }
.card .criterion a:hover { text-decoration: underline; }
.card .criterion .id { display: inline; margin-left: .5rem; }
.card header .verdict { background: var(--v-bg); border-radius: 99px; padding: .35rem .8rem; font-size: .95rem; }
.card h3 { font-size: 1.25rem; margin: .6rem 0 .2rem; font-weight: 500; max-width: 46rem; }
.card.several { border-left-width: 1px; padding-left: 1.25rem; }
.part { border-left: 5px solid var(--v); padding: .1rem 0 .3rem 1rem; margin: 1.4rem 0 0 -1.25rem; }
.paper { margin: 0; font-size: .88rem; }
.reason { font-size: 1.02rem; }
.found { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; align-items: center; margin: 1.1rem 0 .8rem; }
.found .value { font-family: var(--serif); font-size: 2rem; line-height: 1.1; margin: 0; white-space: nowrap; }
.found .value-of { margin: 0; font-size: .88rem; color: var(--muted); line-height: 1.45; }
.facts { margin: 1.1rem 0 0; }
.facts > div { display: grid; grid-template-columns: 12rem 1fr; gap: .25rem 1.25rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.facts dt { color: var(--muted); font-size: .88rem; padding-top: .06rem; }
.facts dd { margin: 0; max-width: 42rem; font-size: .94rem; }
.qualifier { display: inline-block; font-size: .74rem; font-weight: 600; color: var(--inconclusive); border: 1px solid currentColor; border-radius: 4px; padding: 0 .3rem; line-height: 1.35; white-space: nowrap; }
details { margin: .6rem 0 0; }
summary { cursor: pointer; color: var(--link); font-size: .88rem; }
details[open] > summary { margin-bottom: .4rem; }
details .facts { margin-top: .4rem; }
.untested > div { grid-template-columns: 3rem 1fr; padding: .3rem 0; }
.untested dd { max-width: none; }
.beside { list-style: none; margin: 0; padding: 0; }
.beside b { font-weight: 600; }

.types { display: grid; gap: .15rem; margin: 0 0 .5rem; font-size: .9rem; }
.types > div { display: grid; grid-template-columns: 9.5rem 1fr; }
.types dd { margin: 0; color: var(--muted); }
.swatch { vertical-align: middle; margin-right: .5rem; }
figure { margin: 0; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; min-width: 0; }
figure.curves { margin: 1rem 0; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
.figures { display: grid; gap: 1rem; }
.plot { display: block; width: 100%; height: auto; max-width: 640px; }
.plot text { white-space: pre; }
.curve-row { display: grid; gap: 1rem; align-items: center; }
.panels { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; }
.panel-name { margin: 0; font-size: .84rem; font-weight: 600; }
figcaption .sub { font-weight: 400; font-size: .88rem; }
.columns { display: grid; gap: 1.5rem; }
.props { margin: 0 0 1rem; font-size: .9rem; min-width: 0; }
.props > div { display: grid; grid-template-columns: minmax(0, 15rem) minmax(0, 1fr); gap: 1rem; padding: .35rem 0; border-bottom: 1px solid var(--line); }
.props dt { color: var(--muted); overflow-wrap: anywhere; }
.props dd { margin: 0; overflow-wrap: anywhere; }

@media (min-width: 44rem) {
  .panels { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.5rem; }
}
@media (min-width: 64rem) {
  .page { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 3rem; padding-top: 2.5rem; }
  nav { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem); overflow-y: auto; margin: 0; }
  nav > ol { display: block; }
  .nav-criteria { display: block; margin: .1rem 0 .4rem; }
  .nav-criteria .verdict { font-weight: 400; font-size: .82rem; white-space: normal; align-items: baseline; }
  .nav-criteria .verdict svg { width: 11px; height: 11px; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .curve-row { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1.5rem; }
  .tables { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 2.25rem 2.5rem; align-items: end; }
}
@media (min-width: 48rem) {
  .effect-plot { grid-template-columns: 17rem minmax(0, 1fr); column-gap: 1rem; }
  .effect-label:empty { display: block; }
  .effect-label:not(:empty) { padding: 0; align-self: center; font-size: .8rem; line-height: 1.15; }
}
@media screen and (max-width: 74.99rem) {
  .criteria thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .criteria, .criteria tbody { display: block; }
  .criteria tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .4rem 1rem; padding: 1rem 0; border-bottom: 1px solid var(--line); }
  .criteria th, .criteria td { border: 0; padding: 0; display: block; }
  .criteria .c-verdict { text-align: right; }
  .verdict { white-space: normal; }
  .criteria .c-name { display: contents; }
  .criteria .c-name .said { order: 1; grid-column: 1 / -1; }
  .criteria .c-verdict { order: 0; }
  .criteria .c-strip, .criteria .c-control, .criteria .num { order: 2; }
  .criteria .c-strip, .criteria .c-control { width: auto; grid-column: 1 / -1; }
  .criteria [data-label]::before { content: attr(data-label); color: var(--muted); display: block; font-size: .78rem; line-height: 1.2; }
  .criteria .num { white-space: normal; }
  .criteria .sub { display: inline; font-size: inherit; }
}
@media screen and (max-width: 40rem) {
  .card { padding: .9rem .9rem 1rem; }
  .facts > div { grid-template-columns: 1fr; }
  .props > div { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .props.digests > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .card .criterion .id { display: block; margin: 0; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(10.4rem, 1fr)); }
  .tile { flex-direction: row; align-items: baseline; gap: .3rem; padding: .45rem .65rem; }
  .tile b { font-size: 1.6rem; min-width: 1.1em; white-space: nowrap; }
  .tile .verdict svg { position: static; }
  .numbers { font-size: .8rem; }
  .numbers td, .numbers th { padding-right: .4rem; }
  .numbers thead th { white-space: normal; font-size: .76rem; }
  .numbers .swatch { display: none; }
}
${TREE_STYLES}${FIGURE_STYLES}${PRINT_STYLES}`;
