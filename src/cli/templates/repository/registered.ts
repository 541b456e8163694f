/** The text of `spec/registered.spec.ts`: once a paper has ledgers, they have every claim as it is. */
export function registeredTemplate(): string {
  return `import { lackingInLedgers } from "bag-of-latents/vitest";
import { expect, it } from "vitest";
import { papers } from "../src/papers/index.ts";

it("the ledgers in spec/registered have every claim as it is", async () => {
  expect(await lackingInLedgers(papers, (file) => import(file))).toEqual([]);
});
`;
}
