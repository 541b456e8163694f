/** The place in a page where its script shows any base; nothing is seen of it where scripts do not run. */
import { formatNumber } from "../words/format.ts";
import { type Html, html } from "./html.ts";

/** `of`: how many bases there are. */
export function anyBasePlace(of: number): Html {
  return html`<div class="any-base" id="any-base" hidden><form><label for="base-number">Open base</label> <input id="base-number" type="number" min="0" max="${of - 1}" step="1" value="0" inputmode="numeric"> <span class="sub">of 0 to ${formatNumber(of - 1)}</span> <button type="button" data-move="-1">Previous</button> <button type="button" data-move="1">Next</button></form>
<div class="shown" aria-live="polite"></div></div>
<noscript><p class="note">With scripts, any of the ${formatNumber(of)} bases can be opened here.</p></noscript>`;
}
