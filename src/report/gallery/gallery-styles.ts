/** The gallery's own styles: a table on a screen and on paper, cards where it is narrow. */
export const GALLERY_STYLES = `
.gallery th, .gallery td { vertical-align: top; padding: 1rem 1.5rem 1.1rem 0; }
.gallery thead th { vertical-align: bottom; color: var(--ink); font-size: .95rem; font-weight: 600; padding-bottom: .6rem; }
.gallery thead .sub, .gallery .paper-by, .gallery .run-facts { display: block; color: var(--muted); font-size: .82rem; font-weight: 400; line-height: 1.4; }
.gallery .paper-name { width: 24%; font-weight: 400; }
.gallery .paper-title { display: block; font-family: var(--serif); font-size: 1.08rem; font-weight: 600; line-height: 1.3; text-wrap: balance; }
.gallery .run + .run { margin-top: 1.1rem; padding-top: 1rem; border-top: 1px dashed var(--line); }
.run-name { display: block; font-size: .82rem; color: var(--muted); overflow-wrap: anywhere; }
.run-word { display: inline-block; background: var(--v-bg); border-radius: 99px; padding: .3rem .8rem; margin: .1rem 0 .35rem; }
.run-word .verdict { font-size: 1rem; }
.run-counts { display: block; font-size: .9rem; }
.run-hypotheses { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem .85rem; margin: .45rem 0; padding: 0; max-width: 34rem; }
.run-hypotheses a { text-decoration: none; display: inline-block; padding: .12rem 0; }
.run-hypotheses a:hover { text-decoration: underline; }
.run-hypotheses .verdict { font-size: .84rem; font-weight: 500; white-space: normal; }
.run-hypotheses svg { width: 12px; height: 12px; }
@media screen and (max-width: 63.99rem) {
  .gallery thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .gallery, .gallery tbody, .gallery tr, .gallery th, .gallery td { display: block; width: auto; }
  .gallery tr { padding: 1.2rem 0 .4rem; border-bottom: 1px solid var(--line); }
  .gallery th, .gallery td { border: 0; padding: 0; }
  .gallery .paper-name { width: auto; }
  .gallery td { margin: .9rem 0; padding-left: .9rem; border-left: 2px solid var(--line); }
  .gallery [data-label]::before { content: attr(data-label); display: block; font-size: .85rem; font-weight: 600; margin-bottom: .2rem; }
}
@media print {
  .gallery th, .gallery td { padding: .5rem 1rem .5rem 0; }
  .gallery tr { break-inside: avoid; }
  .run-word { padding: 0; }
  .run-hypotheses { gap: 0 .7rem; }
}
`;
