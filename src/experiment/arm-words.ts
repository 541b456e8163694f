import type { Arm } from "./arm.ts";
import { type LabName, otherModelOf } from "./curve-store.ts";

const WORDS = { l2: "", kl: ", KL", js: ", JS", crossings: ", sign changes" } as const;

/** Some arms of one measurement as a person reads them: "real, absolute step", "15 curves of each". */
export function armsInWords(lab: LabName, arms: readonly Arm[]): string {
  const what = arms.length === 1 ? armInWords(arms[0]!) : `${arms.length} curves of each`;
  if (lab === "model") return what;
  return `${what}, ${lab === "untrained" ? "untrained model" : otherModelOf(lab)}`;
}

function armInWords({ perturbation, type, output }: Arm): string {
  const [name = "", draw] = type.split("#");
  const drawn = `${name.replaceAll("-", " ")}${draw === undefined ? "" : `, draw ${draw}`}`;
  return `${drawn}, ${perturbation.short}${WORDS[output ?? "l2"]}`;
}
