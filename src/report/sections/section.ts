/** What a section of a report is: data that HTML and Markdown dress, each in its own way. */
import type { SeriesName } from "../csv/series-names.ts";
import type { CommonVerdict, CriterionEntry } from "../report.generated.ts";
import type { ControlState, ControlWords } from "../words/control-words.ts";
import type { SketchWords } from "../words/sketch-words.ts";

/** A piece of a text that is more than letters. */
export type Span =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  /** A word with the look of a verdict: the verdict itself, or a status that goes with it. */
  | { readonly verdict: CommonVerdict; readonly word: string }
  /** How a control came out, with a look of its own. */
  | { readonly control: ControlState; readonly word: string }
  /** An activation type, by its key. */
  | { readonly type: string }
  /** A criterion, by its name, that the reader may go to. */
  | { readonly criterion: CriterionEntry }
  /** A place in the report that the reader may go to, by its id. */
  | { readonly to: string; readonly word: string }
  /** A page elsewhere; a report on paper, or one that does not know where, has the word alone. */
  | { readonly href: string | null; readonly word: string };

export type Text = string | readonly Span[];

/** A table; the first cell of a row names it. */
export interface Table {
  readonly head: readonly { readonly label: string; readonly title?: string }[];
  /** Columns of numbers, from 0. */
  readonly numeric: readonly number[];
  readonly rows: readonly (readonly Text[])[];
}

/** A term, and what is said of it: a text, or several. */
export interface Term {
  readonly term: Text;
  readonly said: Text;
  /** More to say of the term, an item each. */
  readonly items?: readonly Text[];
}

/** A drawing by its key, with the numbers that stand in its place where nothing can be drawn. */
export interface Figure {
  readonly kind: "figure";
  readonly drawn:
    | { readonly curvesAlong: string }
    | { readonly distributionOf: string }
    | { readonly ladderBy: string }
    | { readonly readingsOf: string }
    /** Criteria that have replicates, by their keys. */
    | { readonly replicatesOf: readonly string[] }
    | { readonly sketchOf: SketchWords }
    | {
        readonly examplesAlong: string;
        readonly examples: readonly ExampleCurve[];
      }
    | { readonly graphOf: "co-activation" }
    | { readonly spreadOf: "norm" | "distance" | "cosine" }
    /** The slice of a base. */
    | { readonly sliceOf: number };
  readonly title: string;
  /** Beside the title, smaller. */
  readonly sub: string | null;
  /** Below the drawing. */
  readonly note: string | null;
  /** What is drawn, what is seen of it and its numbers, in sentences. */
  readonly said: string;
  /** The files that hold what is drawn; none for a drawing without numbers, whose table is then not shown. */
  readonly series: readonly SeriesName[];
  readonly table: Table;
}

/** A text with others under it. */
export interface TreeNode {
  readonly text: Text;
  /** Where others may refer to it; null where none does. */
  readonly id: string | null;
  readonly under: readonly TreeNode[];
}

/** One curve of one base. */
export interface ExampleCurve {
  readonly type: string;
  readonly base: number;
  readonly curve: readonly number[];
  /** The step that is marked; null where the curve has none. */
  readonly at: number | null;
}

/** One question in full, with its criterion, or with one criterion a step schedule. */
export interface CriterionCard {
  readonly name: string;
  readonly statement: string;
  /** Where the paper says it. */
  readonly where: string;
  readonly arxiv: string;
  readonly parts: readonly [CriterionPart, ...CriterionPart[]];
  /** What several parts say in the same words; a single part says all itself. */
  readonly facts: readonly Term[];
  readonly more: readonly Term[];
}

/** What was found of one criterion, and what its verdict rests on. */
export interface CriterionPart {
  readonly criterion: CriterionEntry;
  /** What tells it from the other parts of its card; of a single part, the card's name. */
  readonly name: string;
  /** What is off, with why something else was expected. */
  readonly unexpected: string | null;
  readonly value: string;
  /** What the value is: statistic, interval, n. */
  readonly measured: readonly string[];
  readonly facts: readonly Term[];
  /** What a reader may want besides: shown when asked for. */
  readonly more: readonly Term[];
}

/** One criterion in a row. */
export interface CriterionRow {
  readonly criterion: CriterionEntry;
  readonly name: string;
  readonly shortName: string;
  readonly unexpected: boolean;
  /** What the value is a value of. */
  readonly statistic: string;
  readonly value: string;
  readonly interval: string;
  readonly n: string;
  readonly threshold: string;
  /** How the control came out. */
  readonly controlled: ControlWords;
  /** "over 8 replicates: supported (in 7 of 8)"; null where there is one. */
  readonly over: string | null;
  /** Value and interval of the control. */
  readonly control: string;
}

export type Block =
  | { readonly kind: "paragraph" | "note"; readonly text: Text }
  /** How to read drawings: left out where tables stand in their place. */
  | { readonly kind: "key"; readonly text: Text }
  /** What a reader must not miss. */
  | { readonly kind: "alert"; readonly label: string; readonly text: Text }
  | { readonly kind: "heading"; readonly text: string }
  /** What few readers want: shown when asked for. */
  | { readonly kind: "fold"; readonly label: string; readonly blocks: readonly Block[] }
  | { readonly kind: "list"; readonly items: readonly Text[] }
  | {
      readonly kind: "terms";
      /** properties: of one object. types, files: a key and what it is. verdicts, untested: with a sentence each. words: short ones. */
      readonly of: "properties" | "types" | "files" | "verdicts" | "untested" | "words";
      readonly terms: readonly Term[];
    }
  | {
      readonly kind: "table";
      readonly id: string;
      readonly title: string;
      readonly note: string;
      readonly table: Table;
    }
  | Figure
  | { readonly kind: "tree"; readonly nodes: readonly TreeNode[] }
  | {
      readonly kind: "counts";
      /** What is counted. */
      readonly of: "hypotheses" | "criteria";
      readonly counts: readonly { readonly verdict: CommonVerdict; readonly n: number }[];
    }
  /** A place where a page shows any base that its reader asks for. */
  | { readonly kind: "anyBase"; readonly of: number }
  /** Files that lie beside the page, each with what it is. */
  | { readonly kind: "files"; readonly files: readonly { readonly path: string; readonly said: string }[] }
  | { readonly kind: "criteria"; readonly rows: readonly CriterionRow[] }
  | { readonly kind: "cards"; readonly cards: readonly CriterionCard[] };

export interface Section {
  /** Unique in a report; the id of its place in the page. */
  readonly id: string;
  readonly title: string;
  /** What the contents call it. */
  readonly short: string;
  readonly blocks: readonly Block[];
}
