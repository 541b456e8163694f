/** Short names of a criterion and of whom a run was about, for badges and tables of text. */
import type { ClaimEntry, Report } from "./report.generated.ts";

/** "E2 absolute", "E9 structured above bag". */
export function shortName({ id, hypothesis, schedule }: ClaimEntry): string {
  const part = id.split(".").slice(1).join(" ").replaceAll("-", " ");
  return [hypothesis, part || (schedule ?? "")].join(" ").trim();
}

/** Whose verdict it is, in front of every badge: "organism", "GPT-2 small", or the model's name. */
export function subject({ model }: Report): string {
  if (model.kind === "gpt2-small") return "GPT-2 small";
  return model.kind === "organism" ? "organism" : model.name;
}
