/** What a page shows of its criteria, whoever wrote it, beside what its own data would have it show. */
import { parseHTML } from "linkedom";
import type { Beside } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import type { Difference } from "../verification.ts";
import { anchorOf, shortName } from "../words/criterion-words.ts";
import { withoutBlocks } from "./embedded.ts";
import { renderHtml } from "./render-html.ts";

/** How a page compares with the one that its data gives. */
export interface PageWords {
  /** Equal to the last letter, but for the blocks of data. */
  readonly same: boolean;
  /** Criteria of which it shows another verdict, value or sentence. */
  readonly differences: readonly Difference[];
}

/**
 * Compares a page with the one that this version makes of its data. Where they are not equal, the verdict, the value, the
 * threshold and the statement that a reader meets in every card and in the table are compared one by one: a page of
 * another version may be worded otherwise around them.
 */
export function comparePage(page: string, report: Report, beside: Beside): PageWords {
  const wanted = renderHtml(report, beside);
  if (withoutBlocks(page) === withoutBlocks(wanted)) return { same: true, differences: [] };
  const [theirs, ours] = [page, wanted].map((text) => parseHTML(withoutBlocks(text)).document) as [
    Page,
    Page,
  ];
  const differences = report.criteria.flatMap((criterion) => {
    const anchor = anchorOf(criterion);
    const shown = [theirs, ours].map((document) => shownOf(document, anchor)) as [Shown, Shown];
    return Object.entries(shown[1]).flatMap(([what, ourText]) => {
      const text = shown[0][what] ?? "nothing";
      if (text === ourText) return [];
      return [
        {
          key: criterion.key,
          said: `${shortName(criterion)}: the page shows ${what} “${text}”, and its data say “${ourText}”.`,
        },
      ];
    });
  });
  return { same: false, differences };
}

type Page = ReturnType<typeof parseHTML>["document"];
type Shown = Readonly<Record<string, string>>;

function shownOf(document: Page, anchor: string): Shown {
  const card = document.querySelector(`[id="${anchor}"]`);
  const whole = card?.closest("article") ?? card; // a card of several criteria has its statement once
  const row = document.querySelector(`table.criteria a[href="#${anchor}"]`)?.closest("tr") ?? null;
  const text = (
    from: { querySelector(of: string): { textContent: string | null } | null } | null,
    of: string,
  ) => (from?.querySelector(of)?.textContent ?? "nothing").replace(/\s+/g, " ").trim();
  return {
    "as verdict": text(card, "header .verdict"),
    "as value": text(card, ".value"),
    "as statement": text(whole, "h3"),
    "as reason": text(card, ".reason"),
    "as verdict in the table": text(row, ".verdict"),
    "as value in the table": text(row, ".num"),
  };
}
