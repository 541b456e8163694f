/** What the page does by itself: plain script, and no network. Without it nothing is lost but ease. */
import { createHash } from "node:crypto";
import { ANY_BASE_SCRIPT } from "./scripts/any-base-script.ts";
import { COPY_SCRIPT } from "./scripts/copy-script.ts";
import { SERIES_SCRIPT } from "./scripts/series-script.ts";

/** Reads a block of data: base64 of deflated JSON. */
const DATA_SCRIPT = `
const dataOf = (name) => {
  const block = document.getElementById("data-" + name);
  if (block === null || typeof DecompressionStream === "undefined") return null;
  const bytes = Uint8Array.from(atob(block.textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
};`;

/** The whole script of a page. */
export const PAGE_SCRIPT = `"use strict";(() => {${DATA_SCRIPT}${COPY_SCRIPT}${SERIES_SCRIPT}${ANY_BASE_SCRIPT}
})();`;

/** The one script that the page's policy lets run, as the policy names it. */
export const PAGE_SCRIPT_HASH = `sha256-${createHash("sha256").update(PAGE_SCRIPT).digest("base64")}`;
