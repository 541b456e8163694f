/** Data inside a page: deflated and in base64, in blocks that no browser runs. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Beside } from "../beside.ts";
import { seriesOf } from "../csv/series.ts";
import type { Report } from "../report.generated.ts";
import { reportToJson } from "../report-to-json.ts";
import { type Html, html, raw } from "./html.ts";

/** What a page may hold; each is JSON. */
export const EMBEDDED = ["report", "evidence", "series", "bases"] as const;
export type Embedded = (typeof EMBEDDED)[number];

/** The blocks of a page: none without anything beside the report, which its reader has then elsewhere. */
export function embeddedBlocks(report: Report, { evidence, bases }: Beside): Html {
  if (evidence.length === 0 && bases === null) return raw("");
  return html`${block("report", reportToJson(report))}
${evidence.length === 0 ? null : block("evidence", JSON.stringify(evidence))}
${block("series", JSON.stringify(Object.fromEntries(seriesOf(report, { evidence, bases }).map(({ name, content }) => [name, content]))))}
${bases === null ? null : block("bases", JSON.stringify(bases))}
`;
}

/** The id of a block in its page. */
export function blockId(name: Embedded): string {
  return `data-${name}`;
}

function block(name: Embedded, json: string): Html {
  const data = deflateRawSync(Buffer.from(json, "utf8"), { level: 9 }).toString("base64");
  return raw(`<script type="application/octet-stream" id="${blockId(name)}">${data}</script>`);
}

/** The text of a block of a page; null where the page has none. Throws: what zlib throws for a damaged one. */
export function embeddedText(page: string, name: Embedded): string | null {
  const opening = `<script type="application/octet-stream" id="${blockId(name)}">`;
  const at = page.indexOf(opening);
  if (at < 0) return null;
  const end = page.indexOf("</script>", at);
  const data = page.slice(at + opening.length, end < 0 ? undefined : end);
  return inflateRawSync(Buffer.from(data, "base64")).toString("utf8");
}

/** A page without its blocks: deflating may come out otherwise with another version of zlib. */
export function withoutBlocks(page: string): string {
  return page.replace(/<script type="application\/octet-stream"[^>]*>[^<]*<\/script>/g, "");
}
