import type { Arm } from "./arm.ts";
import { type LabName, otherModelOf } from "./curve-store.ts";

const WORDS = { l2: "", kl: ", KL", js: ", JS", crossings: ", sign changes" } as const;

/** Some arms of one measurement as a person reads them: "real, absolute step", "real, absolute step, and 14 more". */
export function armsInWords(lab: LabName, arms: readonly Arm[]): string {
  const [first, ...more] = arms;
  const what = `${armInWords(first!)}${more.length === 0 ? "" : `, and ${more.length} more`}`;
  if (lab === "model") return what;
  return `${what}, ${lab === "untrained" ? "untrained model" : otherModelOf(lab)}`;
}

function armInWords({ perturbation, type, output }: Arm): string {
  const [name = "", draw] = type.split("#");
  const drawn = `${name.replaceAll("-", " ")}${draw === undefined ? "" : `, draw ${draw}`}`;
  return `${drawn}, ${perturbation.short}${WORDS[output ?? "l2"]}`;
}
