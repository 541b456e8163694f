/** Texts with others under them, as nested lists. */
import type { ActivationType } from "../../experiment/record.generated.ts";
import type { TreeNode } from "../sections/section.ts";
import { type Html, html } from "./html.ts";
import { textHtml } from "./text-html.ts";

/** A list an item a node; what is under a node is a list in its item. */
export function treeHtml(nodes: readonly TreeNode[], types: readonly ActivationType[]): Html {
  return html`<ul class="tree">${nodes.map((node) => itemHtml(node, types))}</ul>`;
}

function itemHtml({ text, id, under }: TreeNode, types: readonly ActivationType[]): Html {
  const said = textHtml(text, types);
  const deeper = under.length === 0 ? null : html`<ul>${under.map((node) => itemHtml(node, types))}</ul>`;
  return id === null ? html`<li>${said}${deeper}</li>` : html`<li id="${id}">${said}${deeper}</li>`;
}
