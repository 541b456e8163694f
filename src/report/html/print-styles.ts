/**
 * The page on paper: left out are the contents and the files, whose links lead nowhere there, what is folded, and what only a window can do. Smaller type, cards and
 * drawings two abreast, the table of criteria as a table. No heading, and no note that leads
 * in, ends a page.
 */
export const PRINT_STYLES = `@media print {
  @page { margin: 8mm 10mm; }
  :root { color-scheme: light; font-size: 10px; }
  body { background: none; line-height: 1.35; }
  nav, .skip, .any-base, button, details:not([open]) { display: none; }
  .page { display: block; max-width: none; padding: 0; }
  p, .scope, .facts dd, .card h3 { max-width: none; }
  section { margin-top: 1.4rem; }
  h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
  h2 { margin: 0 0 .4rem; }
  h1, h2, h3, figcaption, .caption, .panel-name, .note { break-after: avoid; break-inside: avoid; }
  figure .note { break-after: auto; }
  .scope { padding: .5rem .8rem; margin: 0 0 .5rem; }
  tr, figure, .tile, .facts > div, .props > div, li { break-inside: avoid; }
  th, td { padding: .25rem .5rem .25rem 0; }
  .criteria .c-strip { min-width: 8rem; width: 20%; }
  .criteria .c-control { min-width: 0; width: 15%; }
  .criteria .num { white-space: normal; }
  .scroll { overflow: visible; }
  .card-list { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .6rem; align-items: start; }
  .card { break-inside: avoid; margin: 0; padding: .4rem .7rem; }
  .card h3 { font-size: 1.1rem; margin: .1rem 0 .2rem; text-wrap: wrap; }
  .short-words { columns: 3; column-gap: 1.2rem; font-size: .82em; }
  .short-words > div { padding: .12rem 0; }
  .files { display: none; }
  .card.several { grid-column: 1 / -1; }
  .parts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .4rem 1rem; zoom: .91; }
  .part { margin: .4rem 0 0; padding: 0 0 0 .6rem; border-left-width: 3px; }
  .part .id { display: none; }
  .part .facts, .several > .facts { margin-top: .3rem; }
  .card header .verdict { padding: .1rem .6rem; }
  .reason { margin: .3rem 0; font-size: 1rem; }
  .found { margin: .2rem 0; gap: 0 .8rem; }
  .found .value-of { line-height: 1.25; }
  .found .value { font-size: 1.5rem; }
  .facts > div { grid-template-columns: 13rem 1fr; padding: .14rem 0; }
  .card .facts > div { grid-template-columns: 6.2rem 1fr; gap: .25rem .75rem; padding: .14rem 0; }
  .card .facts dt, .card .facts dd { font-size: .86rem; }
  .facts dt { padding: 0; }
  .beside li { display: inline; }
  .beside li:not(:last-child)::after { content: "; "; }
  dl.facts + .card-list { margin-top: .6rem; }
  .effect { font-size: 9px; }
  .effect-plot { margin: 0; grid-template-columns: 7.5rem minmax(0, 1fr); column-gap: .6rem; }
  .effect-label:empty { display: block; }
  .effect-label:not(:empty) { padding: 0; align-self: center; font-size: .8rem; line-height: 1.15; }
  .effect-plot.replicates { grid-template-columns: 10rem minmax(0, 1fr) 10rem minmax(0, 1fr); row-gap: .2rem; }
  .criteria .over, #replicates figcaption { display: none; }
  .untested > div { grid-template-columns: 3rem 1fr; padding: .12rem 0; }
  .tables, .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem 1.5rem; align-items: end; }
  .tables > *, .figures > * { break-inside: avoid; }
  .tables > :has(.wide) { grid-column: 1 / -1; }
  figure { padding: .5rem; }
  .histogram, #geometry figure, #latents figure, #slices { display: none; }
  figure.curves { margin: .5rem 0; }
  .curve-row { grid-template-columns: minmax(0, 4fr) minmax(0, 5fr); gap: 1rem; }
  .panels { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .tree { columns: 2; column-gap: 1.5rem; max-width: none; margin: .4rem 0; font-size: .92em; }
  .tree > li { padding: .2rem 0; }
  h2 + dl { break-inside: avoid; }
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem; break-inside: avoid; }
  .props > div { padding: .15rem 0; }
}
`;
