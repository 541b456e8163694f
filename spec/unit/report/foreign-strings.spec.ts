import fc from "fast-check";
import { parseHTML } from "linkedom";
import { beforeAll, describe, expect, it } from "vitest";
import { badgesOf } from "../../../src/report/badges.ts";
import { renderHtml } from "../../../src/report/html/render-html.ts";
import { code, escapeMarkdown } from "../../../src/report/markdown/markdown.ts";
import { renderMarkdown } from "../../../src/report/markdown/render-markdown.ts";
import type { Report } from "../../../src/report/report.generated.ts";
import { definitionOf, reportSchema, type SchemaNode } from "../../../src/report/schemas.ts";
import { parseReport } from "../../../src/report/validate-report.ts";
import { arxivUrl, visible, visibleLine } from "../../../src/report/words/visible.ts";
import { checkProperty } from "../../../src/vitest/property.ts";
import { frozenReport } from "./frozen.ts";

/** What folders, files, tensors and papers may be called, with a meaning in one medium or another. */
const PIECES = [
  ...[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</svg>",
    "</style>",
    "-->",
    "]]>",
    "<!--",
  ],
  ...["|", "\\|", "\\", "`", "``", "`|`", "*", "__", "~~", "[a](javascript:alert(1))", "![b](x)", "$x$", "#"],
  ...["&lt;", "&#60;", "&", '"', "'", '" onload="x', "\n", "\n\n- ", "\n| --- |\n", "\r\n", "\t", "    "],
  ...["\u0000", "\u001b[31m", "\u0007", "\u007f", "\u009b", "\u2028", "\u202e", "\u2066", "\ud800", "\uffff"],
  ...[
    "https://evil.example",
    "www.evil.example",
    "a@b.example",
    "javascript:alert(1)",
    "1.23456",
    "é",
    "漢",
    "🙂",
  ],
];

/** The law's strings begin and end alike, so that a capital or a plural changes neither them nor their stand-in. */
const hostile = fc
  .tuple(fc.constantFrom("- ", "1. ", "> ", "# ", "+ ", "=== ", "|", "\u202e"), fc.subarray(PIECES))
  .map(([first, pieces]) => `${first}${pieces.join("x")}.`);

/** `report` with every string that the schema leaves free put between `around` and itself; equal ones stay equal. */
function withForeign(report: Report, around: string): Report {
  const bent = bend(report, reportSchema as SchemaNode, (text) => `${around}${text}${around}`);
  return parseReport(bent, "the hostile report");
}

function bend(value: unknown, node: SchemaNode, turn: (text: string) => string): unknown {
  const at = resolved(node, value);
  if (typeof value === "string")
    return ["enum", "const", "pattern"].some((key) => key in at) ? value : turn(value);
  if (Array.isArray(value)) return value.map((item) => bend(item, at["items"] as SchemaNode, turn));
  if (typeof value !== "object" || value === null) return value;
  const known = (at["properties"] ?? {}) as Record<string, SchemaNode>;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      known[key] === undefined
        ? [
            at === SUMMARY_COUNTS ? key : turn(key),
            bend(item, at["additionalProperties"] as SchemaNode, turn),
          ]
        : [key, key === "unexpected" ? item : bend(item, known[key], turn)],
    ),
  );
}

/** Its keys are verdicts, though the schema does not say so. */
const SUMMARY_COUNTS = (definitionOf("Summary")["properties"] as Record<string, SchemaNode>)["byVerdict"];

function resolved(node: SchemaNode, value: unknown): SchemaNode {
  const reference = node["$ref"];
  if (typeof reference === "string") return resolved(definitionOf(reference), value);
  const branches = node["anyOf"] as SchemaNode[] | undefined;
  return branches === undefined || value === null
    ? node
    : resolved(branches.find((branch) => branch["type"] !== "null")!, value);
}

/** A small report, so that a law of many cases is quick: one metric, two types, one criterion of each kind. */
function smallReport(): Report {
  const report = frozenReport();
  const types = report.types.slice(0, 2);
  const shown = ({ type }: { readonly type: string }) => types.some(({ key }) => key === type);
  const criteria = [report.criteria[0]!, report.criteria[9]!];
  return {
    ...report,
    types,
    notes: ["a remark"],
    untested: [{ hypothesis: "E0", says: "Something.", because: "Nobody measured it." }],
    agreement: frozenReport("frozen-report-gpt2-small").agreement,
    perturbations: report.perturbations.slice(0, 1),
    metrics: report.metrics.slice(0, 1),
    curves: report.curves.filter((one) => shown(one) && one.perturbation === report.perturbations[0]!.key),
    distributions: report.distributions.filter((one) => shown(one) && one.metric === report.metrics[0]!.key),
    measurements: Object.fromEntries(Object.entries(report.measurements).slice(0, 1)),
    criteria,
    summary: {
      criteria: 2,
      byVerdict: Object.fromEntries(
        [...new Set(criteria.map(({ verdict }) => verdict))].map((verdict) => [
          verdict,
          criteria.filter((one) => one.verdict === verdict).length,
        ]),
      ),
      unexpected: criteria
        .filter(({ expected, verdict }) => expected !== null && expected.verdict !== verdict)
        .map(({ key }) => key),
      complete: true,
    },
  };
}

type Page = ReturnType<typeof parseHTML>["document"];

const squeezed = (text: string) => text.replace(/\s+/g, "");
/** A stand-in of the same length as what is shown, which no text of the report has. */
const calmFor = (text: string) => `${"z".repeat(Math.max(1, visibleLine(text).length - 1))}.`;

/** Elements by name; where a long word or a command may break depends on its letters. */
function elementsOf(document: Page): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { tagName } of document.querySelectorAll("*:not(code > .word)"))
    if (!/^wbr$/i.test(tagName)) counts[tagName] = (counts[tagName] ?? 0) + 1;
  return counts;
}

describe("whatever the strings of a report are,", () => {
  let report: Report;
  beforeAll(() => {
    report = smallReport();
  });

  it("the page has the same elements, and no other attributes, and its text is the report's", () => {
    checkProperty(
      fc.property(hostile, (text) => {
        const [bad, good] = [text, calmFor(text)].map(
          (around) => parseHTML(renderHtml(withForeign(report, around))).document,
        );
        expect(elementsOf(bad!)).toEqual(elementsOf(good!));
        const attributes = (document: Page) =>
          [...document.querySelectorAll("*")].flatMap((element) => element.getAttributeNames());
        expect(new Set(attributes(bad!))).toEqual(new Set(attributes(good!)));
        const shown = (document: Page) => squeezed(document.querySelector("main")!.textContent ?? "");
        expect(shown(bad!).replaceAll(squeezed(visible(text)), squeezed(calmFor(text)))).toBe(shown(good!));
        for (const link of bad!.querySelectorAll("a"))
          expect(link.getAttribute("href")).toMatch(
            /^(#|https:\/\/arxiv\.org\/abs\/[^?#:]*$|data\/[a-z-]+\.csv$)/,
          );
      }),
      { numRuns: 10 },
    );
  });

  it("the Markdown has the same cells, headings, lists and links, and no HTML", () => {
    checkProperty(
      fc.property(hostile, (text) => {
        const [bad, good] = [text, calmFor(text)].map((around) =>
          skeleton(renderMarkdown(withForeign(report, around))),
        );
        expect(bad).toEqual(good);
      }),
      { numRuns: 40 },
    );
  });

  it("every drawing and badge is XML", () => {
    checkProperty(
      fc.property(hostile, (text) => {
        const bad = withForeign(report, text);
        const drawings = renderHtml(bad).match(/<svg xmlns[\s\S]*?<\/svg>/g) ?? [];
        expect(drawings.length).toBeGreaterThan(3);
        for (const svg of [...drawings, ...badgesOf(bad).map((badge) => badge.svg)])
          expect(xmlFault(svg)).toBeNull();
      }),
      { numRuns: 15 },
    );
  });
});

/**
 * What GitHub would make structure of: each line's first mark, and the marks in it that are neither escaped nor in
 * code.
 */
function skeleton(markdown: string): string[] {
  return markdown.split("\n").map((line) => {
    const bare = line
      .replace(/\\[!-/:-@[-`{-~]/g, "")
      .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "code")
      .replace(/https:\/\/arxiv\.org\/abs\/[^)]*/g, "link");
    const first = /^(?:#{1,6} |[-+=*] |=+$|-+$|> |\d+[.)] |\||\t| {4})/.exec(bare)?.[0] ?? "";
    const bars = line.replace(/\\[!-/:-@[-`{-~]/g, "").replace(/[^|]/g, ""); // they end a cell in code, too
    return `${bars} ${first}${(bare.match(/[|<>[\]*_~#&$`]|:\/\/|\S@\S|www\./g) ?? []).join("")}`;
  });
}

/** What an XML reader would stop at, or null: characters, entities and tags that do not pair. */
function xmlFault(svg: string): string | null {
  const character = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(svg);
  if (character) return `U+${character[0].codePointAt(0)!.toString(16)}`;
  const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.exec(svg);
  if (entity) return svg.slice(entity.index, entity.index + 12);
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (tag, end, name, _, closed) => {
      if (end === "") {
        if (closed === "") open.push(name);
      } else if (open.pop() !== name) open.push(`no pair: ${tag}`);
      return "";
    },
  );
  return /<|\]\]>/.exec(rest)?.[0] ?? open[0] ?? null;
}

describe("one text", () => {
  it("is escaped for Markdown at its start, in its middle and as an address", () => {
    expect(escapeMarkdown("- a")).toBe("\\- a");
    expect(escapeMarkdown("12. a")).toBe("12\\. a");
    expect(escapeMarkdown("−7 to −3")).toBe("−7 to −3");
    expect(escapeMarkdown("  a\r\n\tb    ")).toBe(" a␍ b ");
    expect(escapeMarkdown("https://x.y a@b www.z")).toBe("https\\://x.y a\\@b www\\.z");
  });

  it("stays code with any fence in it, and is escaped where a bar would end the cell", () => {
    expect(code("a")).toBe("`a`");
    expect(code("`a``")).toBe("``` `a`` ```");
    expect(code("a\\|b")).toBe("a\\\\\\|b");
    expect(code(" ")).toBe(" ");
  });

  it("shows what cannot be seen, and leaves every other letter alone", () => {
    expect(visible("a\u001b[31m\u007f\u202eb\ud800\u0085")).toBe("a␛[31m␡\\u202eb\\ud800\\u0085");
    checkProperty(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
    expect(visible("é 漢 🙂 שלום\tand\n")).toBe("é 漢 🙂 שלום\tand\n");
  });

  it("is one part of an address at arXiv", () => {
    expect(arxivUrl("2409.15019v2")).toBe("https://arxiv.org/abs/2409.15019v2");
    expect(arxivUrl("hep-th/9901001")).toBe("https://arxiv.org/abs/hep-th/9901001");
    expect(arxivUrl("1)](javascript:x)?#")).toBe("https://arxiv.org/abs/1%29%5D%28javascript%3Ax%29%3F%23");
  });
});
