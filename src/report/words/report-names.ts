/** Short names of a criterion and of whom a run was about, for badges and tables of text. */
import { isPaperHook } from "../../papers/synthetic-activations/setup.ts";
import type { ClaimEntry, Report } from "../report.generated.ts";

/** "E2 absolute", "E9 structured above bag". */
export function shortName({ id, hypothesis, schedule }: ClaimEntry): string {
  const part = id.split(".").slice(1).join(" ").replaceAll("-", " ");
  return [hypothesis, part || (schedule ?? "")].join(" ").trim();
}

/**
 * Whose verdict it is, in front of every badge: "organism", "GPT-2 small", or the model's name, and the hook where it
 * is not the paper's.
 */
export function subject({ model, protocol }: Report): string {
  const name = { "gpt2-small": "GPT-2 small", organism: "organism", other: model.name }[model.kind];
  return `${name}${elsewhere(protocol)}`;
}

/** " at HOOK" where another tensor than the paper's was perturbed, else nothing. */
export function elsewhere({ perturbAt }: Report["protocol"]): string {
  return isPaperHook(perturbAt) ? "" : ` at ${perturbAt}`;
}
