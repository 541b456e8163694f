/** The text of `index.ts`: what the claim files of a new paper import. */
export function indexTemplate(): string {
  return `/** What the claim files of this paper say of it. */
export { halfWayStep } from "./metrics/half-way-step.ts";
export { paper } from "./paper.ts";
`;
}
