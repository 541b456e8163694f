import type { Report } from "../report.generated.ts";
import { properties, propertyText } from "./properties.ts";
import type { Block, Section, Term } from "./section.ts";

/** What was done, on which model and with which SAE. */
export function protocolSection({ protocol, judging, model, sae }: Report): Section {
  const { values, ...fixed } = protocol;
  const terms: Term[] = [
    ...properties("Protocol", fixed),
    ...values.map(({ title, value }) => ({ term: title, said: propertyText(value) })),
    ...properties("Judging", judging),
  ];
  const noSae: Block = { kind: "paragraph", text: "No SAE: the claims that need one were not run." };
  return {
    id: "protocol",
    title: "Protocol",
    short: "Protocol",
    blocks: [
      { kind: "terms", of: "properties", terms },
      { kind: "terms", of: "properties", terms: properties("Model", model) },
      sae === null ? noSae : { kind: "terms", of: "properties", terms: properties("Sae", sae) },
    ],
  };
}
