/** The sketch, single curves and the place where any base is shown; and what a reader presses. */
export const FIGURE_STYLES = `figure.sketched { margin: 0 0 1rem; }
.plot.sketch { max-width: 940px; font-size: 13px; }
.plot.sketch.narrow { max-width: 330px; margin: 0 auto; }
.sketch .box { fill: var(--faint); stroke: var(--line); }
.sketch text { fill: var(--ink); }
.sketch .small { fill: var(--muted); }
.sketch .point { fill: var(--muted); }
.sketch .end { fill: var(--series-1); }
.sketch .end.target { fill: var(--raised); stroke: var(--series-1); stroke-width: 2; }
.sketch .axis, .sketch .arrow { fill: none; stroke: var(--muted); stroke-width: 1.5; }
.sketch .curve { fill: none; stroke: var(--series-1); stroke-width: 2.5; }
.sketch .mark { fill: none; stroke: var(--ink); stroke-dasharray: 4 3; }
.plot.graph { max-width: 480px; font-size: 12px; }
.graph text { fill: var(--ink); }
.graph .dot { fill: var(--series-1); }
.graph .join { fill: none; stroke: var(--series-5); stroke-opacity: .6; }
.panels.examples { grid-template-columns: repeat(auto-fit, minmax(8.4rem, 1fr)); }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; font-size: .84rem; margin: .3rem 0 0; }
.legend .swatch { margin-right: .4rem; }
.files { padding-left: 1.1rem; font-size: .9rem; }
.files li { margin: .15rem 0; overflow-wrap: anywhere; }
button, input { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--muted); border-radius: 5px; padding: .15rem .6rem; }
button { cursor: pointer; }
button:hover { background: var(--faint); }
button.small { font-size: .78rem; padding: 0 .45rem; margin-left: .5rem; }
.any-base { border: 1px solid var(--line); border-radius: 8px; background: var(--raised); padding: 1rem; margin: 1rem 0; }
.any-base form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: 0 0 .6rem; }
.any-base input { width: 6rem; }
.any-base .prompt { font-family: var(--mono); font-size: .9rem; white-space: pre-wrap; overflow-wrap: anywhere; max-width: none; background: var(--faint); padding: .5rem .7rem; border-radius: 5px; }
.any-base .drawn { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr)); gap: 1rem; }
.any-base .drawn svg { display: block; width: 100%; height: auto; font-size: 12px; }
.any-base .drawn figure { border: 0; padding: 0; }
.effect .reading .interval.whole { stroke-width: 3.5; stroke-opacity: 1; }
.effect .mark.ring { fill: var(--raised); stroke-width: 2; }
.criteria .over { max-width: 8.6rem; }
@media (min-width: 64rem) {
  .effect-plot.replicates { grid-template-columns: 23rem minmax(0, 1fr); row-gap: .35rem; }
}
@media screen and (max-width: 50.99rem) {
  .sketch.wide { display: none; }
}
@media print, (min-width: 51rem) {
  .sketch.narrow { display: none; }
}
`;
