/** Agreement with the authors, protocol, how to read a verdict, provenance. */

import type { Report } from "../report.generated.ts";
import { noAgreementText } from "../words/claim-words.ts";
import { formatNumber, withUnit } from "../words/format.ts";
import { aboutDefinition, type Definition, descriptionOf, keysOf, titleOf } from "../words/schema-titles.ts";
import { VERDICT_MEANING, VERDICTS } from "../words/verdict-words.ts";
import { type Html, html, raw } from "./html.ts";
import { mark } from "./verdict-mark.ts";

const AGREEMENT_NUMBERS = new Set(["authors", "ours"]);

/** The authors' magnitudes beside ours: a table on GPT-2 small, a sentence elsewhere. */
export function agreementSection(report: Report): Html {
  const { agreement } = report;
  return html`<section id="agreement" aria-labelledby="agreement-h"><h2 id="agreement-h">Agreement with the authors’ magnitudes</h2>
${
  agreement === null
    ? html`<p>${noAgreementText(report).replaceAll("'", "’")}</p>`
    : html`<p class="note">Separate from the verdicts, and never changing one.</p><div class="scroll" tabindex="0" role="region" aria-labelledby="agreement-h"><table class="numbers wide"><thead><tr>${["quantity", "authors", "ours", "rule", "agrees", "source"].map((head) => html`<th scope="col"${AGREEMENT_NUMBERS.has(head) ? raw(' class="num"') : null}>${head}</th>`)}</tr></thead>
<tbody>${agreement.map(
        ({ quantity, unit, authors, ours, rule, agrees, source }) =>
          html`<tr><th scope="row">${quantity}</th><td class="num">${withUnit(formatNumber(authors, 4), unit)}</td><td class="num">${withUnit(formatNumber(ours, 4), unit)}</td><td>${rule}</td><td>${agreesText(agrees)}</td><td>${source}</td></tr>`,
      )}</tbody></table></div>`
}</section>`;
}

/** "yes", "no", "not measured". */
export function agreesText(agrees: boolean | null): string {
  if (agrees === null) return "not measured";
  return agrees ? "yes" : "no";
}

/** Model, SAE and protocol by the titles of the schema. */
export function protocolSection({ protocol, model, sae }: Report): Html {
  const { notes, ...numbers } = protocol;
  return html`<section id="protocol" aria-labelledby="protocol-h"><h2 id="protocol-h">Protocol</h2>
<div class="columns">${properties("Protocol", numbers)}<div>${properties("Model", model)}${sae === null ? html`<p>No SAE: the claims that need one were not run.</p>` : properties("Sae", sae)}</div></div>
${notes.length === 0 ? null : html`<h3>${titleOf("Protocol", "notes")}</h3><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`}</section>`;
}

/** For who meets the words here first. */
export function verdictsSection(): Html {
  return html`<section id="verdicts" aria-labelledby="verdicts-h"><h2 id="verdicts-h">How to read a verdict</h2>
<p>Each criterion has a number measured once per base prompt, one statistic of those numbers, a 95 % bootstrap interval over bases, and a threshold that was fixed before the run. Each also has a control: the same measurement with the effect taken out. A control that is supported too means that the measurement is not specific. The verdict follows from these by fixed rules.</p>
<dl class="facts">${VERDICTS.map((verdict) => html`<div><dt>${mark(verdict)}</dt><dd>${VERDICT_MEANING[verdict]}</dd></div>`)}</dl>
<p>A verdict is about the model named at the top. <em>Reproduction</em> is about GPT-2 small, the model of the paper, and nothing else. KS distances stand beside every claim; a KS distance alone never decides one, because resampling makes it larger than it is.</p></section>`;
}

/** What was run, on what, from what. */
export function provenanceSection({ provenance }: Report): Html {
  const { files, command, deviceParity, ...facts } = provenance;
  const parity = aboutDefinition("DeviceParity");
  return html`<section id="provenance" aria-labelledby="provenance-h"><h2 id="provenance-h">Provenance</h2>
<p class="note">${descriptionOf("Provenance", "command") ?? "Equal runs give equal numbers; only what stands here may differ between them."}</p>
<p><code>${command}</code></p>${properties("Provenance", facts)}${
    deviceParity === undefined
      ? null
      : html`
<h3>${parity.title}</h3><p class="note">${parity.description}</p>${properties("DeviceParity", deviceParity)}`
  }
${files.length === 0 ? null : html`<h3>${titleOf("Provenance", "files")}</h3><dl class="props digests">${files.map(({ name, sha256 }) => html`<div><dt>${name}</dt><dd><code>${sha256}</code></dd></div>`)}</dl>`}</section>`;
}

function properties(definition: Definition, values: Readonly<Record<string, unknown>> | object): Html {
  const record = values as Readonly<Record<string, unknown>>;
  return html`<dl class="props">${keysOf(definition)
    .filter((key) => Object.hasOwn(record, key))
    .map(
      (key) => html`<div><dt>${titleOf(definition, key)}</dt><dd>${propertyValue(record[key])}</dd></div>`,
    )}</dl>`;
}

function propertyValue(value: unknown): Html {
  const text = propertyText(value);
  if (/^[0-9a-f]{40,64}$/.test(text)) return html`<code>${text}</code>`;
  return html`${text.split(/(?<=[._/])(?=[A-Za-z])/).map((piece, i) => html`${i === 0 ? null : raw("<wbr>")}${piece}`)}`;
}

/** A property of protocol or provenance in words. */
export function propertyText(value: unknown): string {
  if (value === null) return "not known";
  if (typeof value === "number") return formatNumber(value, 4);
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
