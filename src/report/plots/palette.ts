/** How activation types are drawn: by their place in the report, each with a colour and a dash. */
import type { ActivationType } from "../../experiment/record.generated.ts";

/** How one type is drawn everywhere in a report. */
export interface TypeStyle {
  /** A CSS variable of the page: light and dark have their own value. */
  readonly colour: string;
  /** SVG stroke-dasharray; colour is never the only difference. */
  readonly dash: string;
}

/**
 * Okabe-Ito colours, adapted to either scheme so that they are legible as text; the first line is solid. Each is told
 * from its neighbours without colour, too.
 */
export const PALETTE: readonly { readonly light: string; readonly dark: string; readonly dash: string }[] = [
  { light: "#0067a3", dark: "#62b3ea", dash: "none" },
  { light: "#24789a", dark: "#8fd0de", dash: "2 3" },
  { light: "#007a58", dark: "#4dc79b", dash: "7 3" },
  { light: "#b0488a", dark: "#e08cc0", dash: "9 3 2 3" },
  { light: "#b84a00", dark: "#f2945a", dash: "4 3" },
  { light: "#6b46a8", dark: "#b9a0f0", dash: "12 4" },
  { light: "#76610a", dark: "#d6b94e", dash: "6 2 2 2 2 2" },
  { light: "#a8323a", dark: "#f08f8f", dash: "2 6" },
];

const UNKNOWN: TypeStyle = { colour: "var(--muted)", dash: "1 3" };

/** The style of a type; one that the report does not list, or that has no place in the palette, is grey and dotted. */
export function typeStyle(types: readonly ActivationType[], key: string): TypeStyle {
  const at = types.findIndex((type) => type.key === key);
  const entry = PALETTE[at];
  return entry === undefined ? UNKNOWN : { colour: `var(--series-${at + 1})`, dash: entry.dash };
}

/** The CSS variables of the palette in one scheme. */
export function paletteVariables(scheme: "light" | "dark"): string {
  return PALETTE.map((entry, i) => `--series-${i + 1}: ${entry[scheme]};`).join(" ");
}
