import { expect, it } from "vitest";
import type { NoteFacts } from "../../../src/paper/paper.ts";
import { papers } from "../../../src/papers/index.ts";

const [synthetic, sensitive, stable] = [
  "synthetic-activations",
  "sensitive-directions",
  "stable-regions",
].map((id) => papers.find((paper) => paper.id === id)!);

/** Which notes a run has, each by words of its own; the number of notes goes first. */
function noted(paper: (typeof papers)[number], facts: Partial<NoteFacts>, words: readonly string[]) {
  const notes = paper.notes({
    subject: { weights: true, hook: true },
    perturbAt: "here",
    hasSae: false,
    grid: "paper",
    ...facts,
  } as NoteFacts);
  return [notes.length, ...words.filter((word) => notes.some((note) => note.includes(word)))];
}
const of = (weights: boolean, hook: boolean, more: Partial<NoteFacts> = {}): Partial<NoteFacts> => ({
  subject: { weights, hook } as NoteFacts["subject"],
  ...more,
});

it("a run of synthetic activations notes another layer, another model and the authors' own step, and nothing else", () => {
  const words = [
    "perturbed at here, where the SAE was trained;",
    "perturbed at here;",
    "at the paper's layer these",
    "GPT-2 small these",
    "50/99",
  ];
  const is = (facts: Partial<NoteFacts>) => noted(synthetic!, facts, words);
  expect(is(of(true, true))).toEqual([0]);
  expect(is(of(true, true, { grid: "authors" }))).toEqual([1, "50/99"]);
  expect(is(of(false, true))).toEqual([1, "GPT-2 small these"]);
  expect(is(of(true, false))).toEqual([2, "perturbed at here;", "at the paper's layer these"]);
  expect(is(of(false, false, { hasSae: true }))).toEqual([
    2,
    "perturbed at here, where the SAE was trained;",
    "at the paper's layer these",
  ]);
});

it("a run of sensitive directions notes the prompts always, and another layer and step where it has them", () => {
  const words = [
    "128 tokens",
    "perturbed at here, where the SAE was trained;",
    "perturbed at here;",
    "step of the walk",
  ];
  const is = (facts: Partial<NoteFacts>) => noted(sensitive!, facts, words);
  expect(is(of(true, true))).toEqual([1, "128 tokens"]);
  expect(is(of(false, true))).toEqual([2, "128 tokens", "step of the walk"]);
  expect(is(of(true, false))).toEqual([3, "128 tokens", "perturbed at here;", "step of the walk"]);
  expect(is(of(true, false, { hasSae: true }))).toEqual([
    3,
    "128 tokens",
    "perturbed at here, where the SAE was trained;",
    "step of the walk",
  ]);
});

it("a run of stable regions notes that GPT-2 stands for the paper's models, another layer, and where numbers are from", () => {
  const words = ["this is GPT-2 small", "perturbed at here;", "No number of the paper about GPT-2"];
  const is = (facts: Partial<NoteFacts>) => noted(stable!, facts, words);
  expect(is(of(true, true))).toEqual([2, words[0], words[2]]);
  expect(is(of(false, false))).toEqual([2, words[1], words[2]]);
});
