/** The text of `types.ts`: the activation types that a new paper's reports show. Neither needs an SAE. */
export function typesTemplate(): string {
  return `import type { ShownType } from "../../paper/paper.ts";

/** The types every report shows, in the order of the page; the first is the one that the others are held to. */
export const types: readonly ShownType[] = [
  { key: "real", long: "of another prompt, from the model itself" },
  { key: "random", long: "Gaussian with the real mean and covariance" },
];
`;
}
