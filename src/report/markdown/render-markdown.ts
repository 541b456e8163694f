/** The report as Markdown that GitHub renders: what the page says, with tables in the place of drawings. */
import { type Beside, NOTHING_BESIDE } from "../beside.ts";
import type { Report } from "../report.generated.ts";
import type {
  Block,
  CriterionCard,
  CriterionPart,
  Figure,
  Section,
  Span,
  Table,
  Term,
  Text,
  TreeNode,
} from "../sections/section.ts";
import { sections } from "../sections.ts";
import { criterionName } from "../words/criterion-words.ts";
import { formatNumber, list } from "../words/format.ts";
import { qualifiersOf } from "../words/qualifiers.ts";
import { modelWords } from "../words/subject-words.ts";
import { verdictShort, verdictText } from "../words/verdict-text.ts";
import { arxivUrl } from "../words/visible.ts";
import { rowsTable } from "./criterion-table.ts";
import { blocks, code, escapeMarkdown as escaped, table } from "./markdown.ts";

/** The text of `report.md`. Equal reports give equal text. */
export function renderMarkdown(report: Report, beside: Beside = NOTHING_BESIDE): string {
  const { paper, scope } = report;
  const { short, long } = modelWords(report);
  const { key, name } = paper.subject;
  return `${blocks(
    `# Report on ${escaped(long)}`,
    `![${escaped(short)}: claims](badges/overall.svg) ![claims on ${escaped(name)}](badges/${key}.svg)`,
    `Claims of “${escaped(paper.title)}”${paper.by === undefined ? "" : ` by ${escaped(list(paper.by))}`} (${paperLink(paper.arxiv)}), tested.`,
    `> ${escaped(scope)}`,
    ...sections(report, beside).map(sectionMarkdown),
  )}\n`;
}

/** A section under its heading. */
export function sectionMarkdown({ title, blocks: inner }: Section): string {
  return blocks(`## ${escaped(title)}`, ...grouped(inner).map(block));
}

/** Properties that follow each other are one table. */
function grouped(inner: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const one of inner) {
    const last = joined.at(-1);
    if (one.kind === "terms" && last?.kind === "terms" && one.of === last.of)
      joined[joined.length - 1] = { ...last, terms: [...last.terms, ...one.terms] };
    else joined.push(one);
  }
  return joined;
}

function block(one: Block): string {
  switch (one.kind) {
    case "paragraph":
    case "note":
      return text(one.text);
    case "alert":
      return `**${escaped(one.label)}.** ${text(one.text)}`;
    case "key":
      return "";
    case "heading":
      return `### ${escaped(one.text)}`;
    case "fold":
      return blocks(`**${escaped(one.label)}**`, ...grouped(one.blocks).map(block));
    case "list":
      return one.items.map((item) => `- ${text(item)}`).join("\n");
    case "terms":
      return terms(["", ""], one.terms);
    case "table":
      return blocks(`### ${escaped(one.title)}`, escaped(one.note), cells(one.table));
    case "figure":
      return figure(one);
    case "tree":
      return tree(one.nodes);
    case "anyBase":
      return `Any of the ${formatNumber(one.of)} bases can be opened in [report.html](report.html).`;
    case "files":
      return one.files.map(({ path, said }) => `- [${escaped(path)}](${path}): ${escaped(said)}`).join("\n");
    case "counts":
      return counts(one);
    case "criteria":
      return rowsTable(one.rows);
    case "cards":
      return blocks(...one.cards.map(card));
    default:
      return one satisfies never;
  }
}

/** What a drawing shows, in words and as a table. */
function figure({ title, sub, said, series, table: numbers }: Figure): string {
  return blocks(
    `### ${escaped(title)}`,
    sub && escaped(sub),
    escaped(said),
    series.length === 0
      ? null
      : blocks(cells(numbers), series.map((name) => `[data/${name}](data/${name})`).join(", ")),
  );
}

/** Nested lists, two spaces a level, with verdicts in bold. */
function tree(nodes: readonly TreeNode[], indent = ""): string {
  return nodes
    .map(({ text: said, under }) => {
      const spans = typeof said === "string" ? [said] : said;
      const bold = spans.map((one) =>
        typeof one === "object" && "verdict" in one ? { strong: one.word } : one,
      );
      return [`${indent}- ${text(bold)}`, tree(under, `${indent}  `)].filter(Boolean).join("\n");
    })
    .join("\n");
}

function counts({ counts: all, of }: Extract<Block, { kind: "counts" }>): string {
  const found = all.filter(({ n }) => n > 0).map(({ verdict, n }) => `${formatNumber(n)} ${verdict}`);
  const sum = all.reduce((total, { n }) => total + n, 0);
  return `${found.join(", ") || "none"} (of ${formatNumber(sum)} ${of}).`;
}

function card({ name, statement, where, arxiv, parts, facts, more }: CriterionCard): string {
  const [first, ...others] = parts;
  const asked = `${escaped(statement)} (${paperLink(arxiv)}, ${escaped(where)})`;
  const said = [...facts, ...more];
  if (others.length === 0) return blocks(`### ${escaped(name)}: ${verdictOf(first)}`, asked, part(first));
  const verdicts = parts.map((one) => `${escaped(one.name)} ${verdictOf(one)}`);
  return blocks(
    `### ${escaped(name)}: ${verdicts.join("; ")}`,
    asked,
    said.length === 0 ? null : terms(["", ""], said),
    ...parts.map((one) => blocks(`#### ${escaped(name)}, ${escaped(one.name)}`, part(one))),
  );
}

const verdictOf = ({ criterion }: CriterionPart) =>
  [verdictShort(criterion), ...qualifiersOf(criterion)].join(", ");

function part({ criterion, unexpected, value, measured, facts, more }: CriterionPart): string {
  return blocks(
    unexpected && `**Unexpected.** ${escaped(unexpected)}`,
    `**${verdictText(criterion)}:** ${escaped(criterion.reason)}`,
    `**${escaped(value)}**: ${measured.map(escaped).join("; ")}`,
    terms(["", code(criterion.key)], [...facts, ...more]),
  );
}

const paperLink = (arxiv: string) => `[arXiv ${escaped(arxiv)}](${arxivUrl(arxiv)})`;

function terms(head: readonly string[], all: readonly Term[]): string {
  return table(
    head,
    all.map(({ term, said, items = [] }) => [
      text(term),
      [said, ...items].map(text).filter(Boolean).join("; "),
    ]),
  );
}

function cells({ head, numeric, rows }: Table): string | null {
  if (rows.length === 0) return null;
  const heads = head.map(({ label }) => escaped(label));
  return table(
    heads,
    rows.map((row) => row.map(text)),
    numeric,
  );
}

function text(said: Text): string {
  return typeof said === "string" ? escaped(said) : said.map(span).join("");
}

function span(one: Span): string {
  if (typeof one === "string") return escaped(one);
  if ("strong" in one) return `**${escaped(one.strong)}**`;
  if ("code" in one) return code(one.code);
  if ("href" in one) return one.href === null ? escaped(one.word) : `[${escaped(one.word)}](${one.href})`;
  if ("verdict" in one || "control" in one || "to" in one) return escaped(one.word);
  return escaped("criterion" in one ? criterionName(one.criterion) : one.type);
}
