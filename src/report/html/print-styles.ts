/**
 * The page on paper: nothing is left out but the contents, whose links lead nowhere there. Smaller type, cards and
 * drawings two abreast, the table of criteria as a table, and light colours whatever the reader's screen has.
 */
export const PRINT_STYLES = `@media print {
  @page { margin: 11mm 12mm; }
  :root { color-scheme: light; font-size: 10.5px; }
  body { background: none; }
  nav, .skip { display: none; }
  .page { display: block; max-width: none; padding: 0; }
  p, .scope, .facts dd, .card h3 { max-width: none; }
  section { margin-top: 1.4rem; }
  h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
  h2 { margin: 0 0 .4rem; }
  h1, h2, h3, figcaption, .caption, .panel-name { break-after: avoid; }
  h2 + *, .note { break-before: avoid; }
  .scope { padding: .5rem .8rem; margin: 0 0 .5rem; }
  tr, figure, .tile, .facts > div, .props > div, li { break-inside: avoid; }
  th, td { padding: .25rem .5rem .25rem 0; }
  .criteria .c-strip { min-width: 8rem; width: 20%; }
  .criteria .c-control { min-width: 0; width: 15%; }
  .criteria .num { white-space: normal; }
  .scroll { overflow: visible; }
  .card-list { columns: 2; column-gap: 1rem; }
  .card { break-inside: avoid; margin: 0 0 .8rem; padding: .6rem .8rem; }
  .card h3 { font-size: 1.1rem; margin: .3rem 0 .1rem; }
  .card > header .verdict { padding: .15rem .6rem; }
  .reason { margin: .3rem 0; font-size: 1rem; }
  .found { margin: .3rem 0; }
  .found .value { font-size: 1.5rem; }
  .facts { margin: .4rem 0 0; }
  .facts > div { grid-template-columns: 7.5rem 1fr; gap: .25rem .75rem; padding: .2rem 0; }
  .effect-plot { grid-template-columns: 12rem minmax(0, 1fr); }
  .effect-label:empty { display: block; }
  .effect-label:not(:empty) { padding: 0; align-self: center; font-size: .8rem; line-height: 1.15; }
  .untested > div { grid-template-columns: 3rem 1fr; padding: .12rem 0; }
  .tables, .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem 1.5rem; align-items: end; }
  .tables > *, .figures > * { break-inside: avoid; }
  .tables > :has(.wide) { grid-column: 1 / -1; }
  figure { padding: .6rem; }
  .curve-row { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1rem; }
  .panels { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .columns { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem; }
  .props > div { padding: .15rem 0; }
}
`;
