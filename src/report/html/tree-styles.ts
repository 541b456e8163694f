/** The style of nested lists and of short words, and the colours of what is mixed. */
export const TREE_STYLES = `
:root { --mixed: #2c5f94; --mixed-bg: #e4edf7; }
@media (prefers-color-scheme: dark) { :root { --mixed: #8fbcf2; --mixed-bg: #1a2e45; } }
.v-mixed { --v: var(--mixed); --v-bg: var(--mixed-bg); }
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree { margin: 1rem 0; max-width: 46rem; }
.tree > li { padding: .5rem 0; border-top: 1px solid var(--line); }
.tree > li:last-child { border-bottom: 1px solid var(--line); }
.tree li li { margin: .25rem 0 0 .35rem; padding-left: .9rem; border-left: 2px solid var(--line); font-size: .92rem; }
.short-words { margin: 0 0 .6rem; columns: 26rem 2; column-gap: 2.5rem; font-size: .88rem; }
.short-words > div { break-inside: avoid; padding: .3rem 0; border-top: 1px solid var(--line); }
.short-words dt { font-weight: 600; }
.short-words dd { margin: 0; color: var(--muted); }
`;
