/** Reports of several papers on several models, as a table. */
import { calledBy, whatDiffers } from "../across/differences.ts";
import type { CommonVerdict, Report } from "../report.generated.ts";
import { anchorOfHypothesis } from "../words/hypothesis-slug.ts";
import { countedIn, countsInWords, firstVerdict, overallVerdict } from "../words/hypothesis-words.ts";
import { modelWords } from "../words/subject-words.ts";
import { reproductionSummary } from "../words/summary-words.ts";

/** A report, and the address of its page from the gallery's. */
export interface Shown {
  readonly report: Report;
  readonly href: string;
}

/** One report in its cell. */
export interface GalleryRun {
  readonly href: string;
  /** What it goes by among others of its cell; null where it is alone. */
  readonly name: string | null;
  readonly verdict: CommonVerdict;
  /** "8 supported, 2 contradicted". */
  readonly counts: string;
  readonly of: "hypotheses" | "criteria";
  readonly hypotheses: readonly {
    readonly id: string;
    readonly says: string | null;
    readonly verdict: CommonVerdict;
    readonly href: string;
  }[];
  /** Criteria that came out other than expected of the model. */
  readonly unexpected: number;
  readonly complete: boolean;
  /** The status on what the paper is about. */
  readonly reproduction: { readonly on: string; readonly status: string };
  readonly bases: number;
  readonly seed: string;
  /** "2026-11-27". */
  readonly date: string;
}

/** A model, by its weights. */
export interface GalleryModel {
  readonly name: string;
  readonly isOrganism: boolean;
  readonly layers: number;
  readonly dModel: number;
}

/** A paper, and for every model its reports: none, one or several. */
export interface GalleryRow {
  readonly title: string;
  readonly by: readonly string[];
  readonly arxiv: string;
  readonly cells: readonly (readonly GalleryRun[])[];
}

export interface Gallery {
  readonly models: readonly GalleryModel[];
  readonly papers: readonly GalleryRow[];
}

/**
 * The gallery of a set of reports. Pure, and the same for every order of the set: papers by their id; models by their
 * weights, those that papers are about first, organisms last.
 */
export function galleryOf(shown: readonly Shown[]): Gallery {
  const models = distinct(shown, ({ report }) => report.model.weightsDigest, rankOfModel);
  const papers = distinct(
    shown,
    ({ report }) => report.paper.id,
    ({ report }) => report.paper.id,
  );
  const names = models.map((model) => modelWords(model[0]!.report).plain);
  return {
    models: models.map(([first], i) => {
      const { model } = first!.report;
      const twice = names.filter((name) => name === names[i]).length > 1;
      return {
        name: twice ? `${names[i]} ${model.weightsDigest.slice(0, 8)}` : names[i]!,
        isOrganism: model.kind === "organism",
        layers: model.layers,
        dModel: model.dModel,
      };
    }),
    papers: papers.map((ofPaper) => {
      const { title, by = [], arxiv } = ofPaper[0]!.report.paper;
      return { title, by, arxiv, cells: models.map((ofModel) => cellOf(ofPaper, ofModel)) };
    }),
  };
}

/** Groups of equal `key`, each in the order of `rank`, then of address; groups are in the order of their first. */
function distinct(
  shown: readonly Shown[],
  key: (one: Shown) => string,
  rank: (one: Shown) => string,
): readonly (readonly Shown[])[] {
  const groups = new Map<string, Shown[]>();
  const sorted = [...shown].sort((a, b) => compare(rank(a), rank(b)) || compare(a.href, b.href));
  for (const one of sorted) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** Papers' own models first, organisms last, each by name and weights. */
function rankOfModel({ report }: Shown): string {
  const { kind, name, weightsDigest } = report.model;
  return [["subject", "other", "organism"].indexOf(kind), name, weightsDigest].join(" ");
}

function cellOf(ofPaper: readonly Shown[], ofModel: readonly Shown[]): readonly GalleryRun[] {
  const here = ofPaper.filter((one) => ofModel.includes(one));
  const { facts } = whatDiffers(here.map(({ report }) => report));
  const names = here.map(({ report }) => calledBy(report, facts));
  return here
    .map((one, i) => {
      const alike = names.filter((name) => name === names[i]).length > 1;
      return runOf(one, here.length === 1 ? null : alike ? one.href : names[i]!);
    })
    .sort((a, b) => compare(a.name ?? "", b.name ?? ""));
}

function runOf({ report, href }: Shown, name: string | null): GalleryRun {
  const { protocol, provenance, summary, hypotheses = [], paper } = report;
  const { of, entries } = countedIn(report);
  return {
    href,
    name,
    verdict: overallVerdict(report),
    counts: countsInWords(entries) || "none judged",
    of,
    hypotheses: hypotheses.map((one) => ({
      id: one.id,
      says: one.says,
      verdict: firstVerdict(one),
      href: `${href}#${anchorOfHypothesis(one)}`,
    })),
    unexpected: summary.unexpected.length,
    complete: summary.complete,
    reproduction: { on: paper.subject.name, status: reproductionSummary(report) },
    bases: protocol.bases,
    seed: protocol.seed,
    date: provenance.startedAt.slice(0, 10),
  };
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
