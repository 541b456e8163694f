import { describe, expect, it } from "vitest";
import { papers } from "../../../src/papers/index.ts";
import { checkOptions } from "../../../src/run/check-options.ts";
import { claimFiles } from "../../../src/run/claim-files.ts";
import { parseNames } from "../../../src/run/parse-option.ts";
import { runOptions } from "../../../src/run/run-options.ts";
import { ROOT } from "../../support/root.ts";
import { place, typed } from "../../support/typed-options.ts";

const names = papers.map(({ id }) => id);

describe("the files of a run's claims", () => {
  const files = (claim: string | null, papers: readonly string[] | null = null) =>
    claimFiles(ROOT, { claim: claim === null ? null : parseNames(claim), papers });
  const file = "spec/claims/synthetic-activations/plateau-order.spec.ts";

  it("are found by the name of a file, by that of one of its parts, and by paper and file", () => {
    expect(files("plateau-order")).toEqual([file]);
    expect(files("plateau-order.real-over-random")).toEqual([file]);
    expect(files("synthetic-activations/plateau-order")).toEqual([file]);
    expect(files(null)).toContain(file);
    expect(files(null, ["synthetic-activations"])).toContain(file);
    expect(files(null)).toEqual(names.flatMap((name) => files(null, [name])).sort());
  });

  it.each(["order", "plateau", "", "../claims/synthetic-activations/plateau-order", "other/plateau-order"])(
    "are none for %j, which is refused",
    (claim) => {
      expect(() => files(claim)).toThrow(
        new RegExp(
          `^--claim is "${claim}"; it must be a claim in spec/claims: .*E1 or step-like-response; E2 or earlier-`,
        ),
      );
    },
  );

  it("are none of another paper's", () => {
    expect(() => files("plateau-order", ["other"])).toThrow(
      "a claim of other in spec/claims: there is none.",
    );
  });

  it("are found by what their hypotheses go by, in either case, several at once, each once and in order", () => {
    const other = "spec/claims/synthetic-activations/earlier-towards-real.spec.ts";
    for (const same of ["E9", "e9", "plateau-order,E9"]) expect(files(same)).toEqual([file]);
    for (const same of ["E9,E2", "e2, plateau-order"]) expect(files(same)).toEqual([other, file]);
    expect(() => files("E9,E4")).toThrow(
      /^--claim is "E4"; it must be a claim in spec\/claims: .*E1 or step-/,
    );
    expect(() => checkOptions(ROOT, typed("--claim", "E9,e4"))).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /^--claim is "e4"; it must be a claim, and no claim tests E4: \w.*\w\.$/,
        ),
        hint: expect.stringMatching(
          /^Hint: those that are tested: .*E1, E2, E3, E5, E6, E7, E8, E9, E10, E11, E12, E13, E14, E15, E16, E17, F2, F3, F4/,
        ),
      }),
    );
  });

  it("are suggested where a name is nearly one", () => {
    for (const [wrong, meant] of [
      ["step-like", "step-like-response"],
      ["erlier-towards-real", "earlier-towards-real"],
      ["e18", "E15"],
    ] as const)
      expect(() => files(wrong)).toThrow(
        expect.objectContaining({
          hint: `Hint: did you mean ${meant}? npm run reproduce -- --claim ${meant}`,
        }),
      );
  });

  it("are one run, whichever way and in whichever order they are named", () => {
    const named = (...words: readonly string[]) => runOptions(typed(...words), place).claim;
    expect(named("--claim", "E9,E2")).toEqual(
      named("--claim", "earlier-towards-real", "--claim", "plateau-order.real-over-random,e9"),
    );
  });
});
