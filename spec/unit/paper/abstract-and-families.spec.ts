import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../../src/errors/index.ts";
import { checkAbstract, type Sentence } from "../../../src/paper/abstract.ts";
import { checkFamilies, familiesOf, familyOf } from "../../../src/paper/registered-families.ts";
import { papers } from "../../../src/papers/index.ts";

const HYPOTHESES = [{ id: "E1" }, { id: "E2" }];
const check = (...abstract: readonly Sentence[]) =>
  checkAbstract({ id: "made-up", hypotheses: HYPOTHESES, abstract });

describe("the abstract of a paper", () => {
  it("is made of sentences that are tested, of parts that are, or that say why not", () => {
    expect(() =>
      check(
        { says: "One.", hypotheses: ["E1", "E2"] },
        { says: "Two.", parts: [{ says: "Half.", hypotheses: ["E1"] }] },
        { says: "Three.", noClaim: "It says nothing." },
      ),
    ).not.toThrow();
    expect(() => checkAbstract({ id: "made-up", hypotheses: HYPOTHESES })).not.toThrow();
  });

  it.each<[string, Sentence]>([
    ["without words", { says: " ", hypotheses: ["E1"] }],
    ["that nothing tests, without a reason", { says: "One." }],
    ["that is tested and says why it is not", { says: "One.", hypotheses: ["E1"], noClaim: "x" }],
    ["with an empty reason", { says: "One.", noClaim: "" }],
    ["with a hypothesis that is not listed", { says: "One.", hypotheses: ["E3"] }],
    ["with a hypothesis twice", { says: "One.", hypotheses: ["E1", "E1"] }],
    ["whose part is wrong", { says: "One.", parts: [{ says: "Half.", hypotheses: ["E9"] }] }],
  ])("is refused with a sentence %s", (_, sentence) => {
    expect(() => check(sentence)).toThrow(InvalidInputError);
  });

  it("has, of the project's own paper, all seven sentences, and every primary hypothesis under one", () => {
    const { abstract = [], hypotheses } = papers[0]!;
    expect(abstract).toHaveLength(7);
    const under = (sentence: Sentence): readonly string[] => [
      ...(sentence.hypotheses ?? []),
      ...(sentence.parts ?? []).flatMap(under),
    ];
    const all = abstract.flatMap(under);
    expect(all).toEqual(["E1", "E2", "E3", "E5", "E6", "E15", "E8"]);
    expect(hypotheses.map(({ id }) => id)).toEqual(expect.arrayContaining([...all]));
  });
});

describe("the families of a paper", () => {
  const families = { primary: ["a", "b"], secondary: ["c"] };

  it("have what is listed, and leave the rest exploratory", () => {
    expect(["a", "c", "d"].map((name) => familyOf(families, name))).toEqual([
      "primary",
      "secondary",
      "exploratory",
    ]);
    expect(familyOf(familiesOf({}), "a")).toBe("exploratory");
  });

  it("are refused with a criterion twice", () => {
    expect(() => checkFamilies({ id: "x", families })).not.toThrow();
    expect(() => checkFamilies({ id: "x", families: { ...families, secondary: ["a"] } })).toThrow(
      /listed once/,
    );
  });
});
