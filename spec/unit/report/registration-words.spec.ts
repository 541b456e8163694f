import { expect, it } from "vitest";
import { simultaneousText } from "../../../src/report/words/registration-words.ts";
import { frozenReport } from "./frozen.ts";

it("a simultaneous bound is never rounded onto the threshold that it misses", () => {
  const [first] = frozenReport().criteria;
  const textOf = (low: number) =>
    simultaneousText({
      ...first!,
      family: "primary",
      threshold: { above: 3, because: "for the test" },
      simultaneous: { interval: [low, 5.78], level: 0.99, factor: 3.4, together: 9, registered: 9 },
    });
  expect(textOf(2.9904)).toBe("2.99 to 5.78: holds at once for all 9 primary criteria, at 99 %");
  expect(textOf(2.9)).toMatch(/^2\.9 to 5\.8: /);
});
