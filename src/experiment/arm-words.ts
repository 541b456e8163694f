import type { Arm } from "./arm.ts";
import type { LabName } from "./curve-store.ts";

/** Some arms of one measurement as a person reads them: "real, absolute step", "15 curves of each". */
export function armsInWords(lab: LabName, arms: readonly Arm[]): string {
  const what = arms.length === 1 ? armInWords(arms[0]!) : `${arms.length} curves of each`;
  return lab === "untrained" ? `${what}, untrained model` : what;
}

function armInWords({ perturbation, type, output }: Arm): string {
  const [name = "", draw] = type.split("#");
  const drawn = `${name.replaceAll("-", " ")}${draw === undefined ? "" : `, draw ${draw}`}`;
  return `${drawn}, ${perturbation.short}${output === "kl" ? ", KL" : output === "js" ? ", JS" : ""}`;
}
