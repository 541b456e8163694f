/** An activation type of one's own, as a report tells it. */
export interface OwnType {
  readonly key: string;
  readonly long: string;
}

/**
 * The text of `types.ts`: the activation types that a new paper's reports show, of which none needs an SAE. `own`: those
 * of the paper's own, which its `generators` register.
 */
export function typesTemplate(own: readonly OwnType[] = []): string {
  const register = own.length === 0 ? "" : 'import "./generators/index.ts"; // first: it registers them\n';
  const lines = own.map(({ key, long }) => `  { key: "${key}", long: "${long}" },\n`).join("");
  return `import type { ShownType } from "../../paper/paper.ts";
${register}
/** The types every report shows, in the order of the page; the first is the one that the others are held to. */
export const types: readonly ShownType[] = [
  { key: "real", long: "of another prompt, from the model itself" },
  { key: "random", long: "Gaussian with the real mean and covariance" },
${lines}];
`;
}
