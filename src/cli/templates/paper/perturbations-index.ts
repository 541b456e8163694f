/** The text of `perturbations/index.ts`. */
export function perturbationsIndexTemplate(): string {
  return `import { straight } from "./straight.ts";

/** Every path that reports of this paper show, in the order of the page. */
export const perturbations = [straight] as const;
`;
}
