/** HTML by tagged templates: whatever is put in is escaped unless it is HTML already. */

import { visible } from "../words/visible.ts";

const HTML = Symbol("html");

/** Text that is safe to put into a page. */
export interface Html {
  readonly [HTML]: true;
  readonly text: string;
}

/** What a template takes: text is escaped, lists are joined, null and false are left out. */
export type Child = Html | string | number | null | false | readonly Child[];

/** What is unseen made visible; `&`, `<`, `>` and both quotes as entities: safe in text and in quoted attributes. */
export function escapeHtml(value: string): string {
  return visible(value)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Marks text as HTML. Only for text this program made. */
export function raw(text: string): Html {
  return { [HTML]: true, text };
}

/** The tag: html`<p>${anything}</p>`. */
export function html(strings: TemplateStringsArray, ...children: Child[]): Html {
  return raw(strings.reduce((page, string, i) => `${page}${render(children[i - 1] ?? null)}${string}`));
}

function render(child: Child): string {
  if (child === null || child === false) return "";
  if (typeof child === "string") return escapeHtml(child);
  if (typeof child === "number") return String(child);
  if (isHtml(child)) return child.text;
  return child.map(render).join("");
}

function isHtml(child: object): child is Html {
  return HTML in child;
}
