import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors/index.ts";
import { papers } from "../../../src/papers/index.ts";
import { checkOptions } from "../../../src/run/check-options.ts";
import { committedFolderOf } from "../../../src/run/papers-of-run.ts";
import { NOTHING_TYPED, type Typed } from "../../../src/run/run-options.ts";
import { ROOT } from "../../support/root.ts";

describe("the committed report", () => {
  it("of the first paper is reports/organism itself, and of every other a folder in it", () => {
    const [own, ...others] = papers.map(({ id }) => id);
    expect(committedFolderOf(own!)).toBe("reports/organism");
    for (const id of [...others, "a-new-paper"]) expect(committedFolderOf(id)).toBe(`reports/organism/${id}`);
  });

  it.each<Partial<Typed>>([
    { papers: [papers[0]!.id] },
    { claim: ["plateau-order"] },
    { model: "gpt2" },
    { shard: { index: 1, of: 2 } },
  ])("is not written by a run that is a part of it, or about something else: %o", (typed) => {
    const check = (publish: true | null) =>
      checkOptions(ROOT, { ...NOTHING_TYPED, ...typed, publish } as Typed);
    expect(() => check(true)).toThrow(InvalidInputError);
    expect(() => check(null)).not.toThrow();
  });
});
