/** Whom a run was about, and what that says about the subject of the paper. */
import { isSamePoint } from "../../model/hook-point.ts";
import type { CriterionEntry, Report, Verdict } from "../report.generated.ts";
import { list } from "./format.ts";
import { STATUS_OF } from "./verdict-words.ts";

/** What of a report says whom it is about. */
export type Whose = Pick<Report, "paper" | "model" | "protocol" | "subject">;

/** " at HOOK" where another tensor than the paper's was perturbed, else nothing. */
export function elsewhere({ paper, protocol }: Pick<Report, "paper" | "protocol">): string {
  return isSamePoint(protocol.perturbAt, paper.subject.hook) ? "" : ` at ${protocol.perturbAt}`;
}

/**
 * The model in words, with the hook where it is not the paper's. `short` stands in front of every badge; `long` in
 * headings; `plain` is the name alone.
 */
export function modelWords(report: Pick<Report, "paper" | "model" | "protocol">): {
  readonly plain: string;
  readonly short: string;
  readonly long: string;
} {
  const { model, paper } = report;
  const where = elsewhere(report);
  const words = {
    subject: { plain: paper.subject.name, short: paper.subject.name, long: paper.subject.name },
    organism: { plain: model.name, short: "organism", long: `${model.name}, a model organism` },
    other: { plain: model.name, short: model.name, long: model.name },
  }[model.kind];
  return { plain: words.plain, short: `${words.short}${where}`, long: `${words.long}${where}` };
}

/** A sentence or two that keep evidence on one model from being read as evidence on another. */
export function scopeText(report: Whose): string {
  const { model, paper, protocol, subject } = report;
  const { name, hook } = paper.subject;
  const where = elsewhere(report);
  if (model.kind === "subject") {
    if (where !== "")
      return `Evidence on ${name}${where}, another layer than the paper's. It says nothing about ${hook}, at which the paper perturbs and these claims have not run in this report.`;
    return subject.same
      ? `Evidence on ${name}, the model the paper used.`
      : `Evidence on ${name}, the model the paper used, but not as the paper ran it: ${list(subject.differs)}. It says nothing about the paper's own set-up, on which these claims have not run in this report.`;
  }
  const whose =
    model.kind === "organism"
      ? `the model organism "${model.name}", a small GPT-2 trained here to carry the phenomena`
      : `"${model.name}"`;
  const nothing = `It says nothing about ${name}, on which these claims have not run in this report.`;
  const place =
    where === "" ? "" : ` Its stream was perturbed at ${protocol.perturbAt}, not at the paper's ${hook}.`;
  return `Evidence on ${whose}. ${nothing}${place}`;
}

/** Reproduction is about the paper's subject: on anything else it has not been tried. */
export function reproductionOf(report: Whose, verdict: Verdict): CriterionEntry["reproduction"] {
  const { model, paper, subject } = report;
  const { name, hook } = paper.subject;
  const notRun = (reason: string) => ({ status: "not-run" as const, reason });
  if (model.kind !== "subject") return notRun(`This claim has not run on ${name}, the model the paper used.`);
  if (elsewhere(report) !== "")
    return notRun(`This claim has not run at ${hook} of ${name}, where the paper perturbs.`);
  if (!subject.same)
    return notRun(`This claim has not run on ${name} as the paper ran it: ${list(subject.differs)}.`);
  return { status: STATUS_OF[verdict], reason: `The verdict on ${name} is ${verdict}.` };
}

/** What the verdicts are about where they are not about the paper's subject; else nothing. */
export function aboutThisRun(report: Whose): string {
  const { subject } = report;
  if (subject.same) return "";
  const but =
    report.model.kind === "subject" && elsewhere(report) === "" ? `, where ${list(subject.differs)}` : "";
  const { plain } = modelWords(report);
  const about = report.model.kind === "subject" ? plain : `the model "${plain}"`;
  return ` The verdicts here are about ${about}${elsewhere(report)}${but}.`;
}
