/** The activation types in the order of the page, each with what tells it apart: colour, dash and a name. */

/** How one type is drawn and named everywhere in a report. */
export interface TypeStyle {
  /** Registry key, as in `measurements`. */
  key: string;
  /** What it is, for captions and tables. */
  long: string;
  /** A CSS variable of the page: light and dark have their own value. */
  colour: string;
  /** SVG stroke-dasharray; colour is never the only difference. */
  dash: string;
}

/** Okabe-Ito colours (adapted per scheme in styles.ts); solid for real, the reference of every comparison. */
const KNOWN: readonly TypeStyle[] = [
  { key: "real", long: "of another prompt, from the model itself", colour: "var(--series-1)", dash: "none" },
  { key: "reconstruction", long: "real, through the SAE and back", colour: "var(--series-2)", dash: "2 3" },
  {
    key: "structured",
    long: "SAE latents with frequencies and cosines kept",
    colour: "var(--series-3)",
    dash: "7 3",
  },
  {
    key: "baseline",
    long: "frequency-matched bag of SAE latents",
    colour: "var(--series-4)",
    dash: "9 3 2 3",
  },
  {
    key: "random",
    long: "Gaussian with the real mean and covariance",
    colour: "var(--series-5)",
    dash: "4 3",
  },
];

/** The style of a type; a type this page has not met is drawn grey and dotted under its own key. */
export function typeStyle(key: string): TypeStyle {
  return KNOWN.find((style) => style.key === key) ?? { key, long: key, colour: "var(--muted)", dash: "1 3" };
}

/** Items by type in the order of the page; unknown types last, by name. */
export function inTypeOrder<T>(items: readonly T[], typeOf: (item: T) => string): T[] {
  const rank = (item: T) => {
    const at = KNOWN.findIndex((style) => style.key === typeOf(item));
    return at < 0 ? KNOWN.length : at;
  };
  return [...items].sort((a, b) => rank(a) - rank(b) || (typeOf(a) < typeOf(b) ? -1 : 1));
}
