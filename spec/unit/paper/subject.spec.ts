import { describe, expect, it } from "vitest";
import { GPT2_SMALL_DIGEST } from "../../../src/model/published-weights.ts";
import { type RunFacts, subjectFinding } from "../../../src/paper/subject.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";

const { subject } = paper;
const own: RunFacts = {
  weightsDigest: subject.weights,
  perturbAt: subject.hook,
  sae: { latents: subject.sae.latents },
  frozen: null,
  promptTokens: subject.promptTokens,
  points: subject.points,
};
const found = (change: Partial<RunFacts> = {}) => subjectFinding(subject, { ...own, ...change });

describe("whether a run is on a paper's subject", () => {
  it("is so where weights, place, SAE, prompts and points are the paper's", () => {
    expect(found()).toEqual({ weights: true, hook: true, same: true, differs: [] });
  });

  it("is of GPT-2 small by the digest of its weights", () => {
    expect(GPT2_SMALL_DIGEST).toMatch(/^[0-9a-f]{64}$/);
    expect(subject.weights).toBe(GPT2_SMALL_DIGEST);
    expect(found({ weightsDigest: GPT2_SMALL_DIGEST.replace("2", "3") }).weights).toBe(false);
  });

  const differences: readonly [string, Partial<RunFacts>, string][] = [
    ["weights", { weightsDigest: "0".repeat(64) }, "the model is not GPT-2 small"],
    [
      "another place",
      { perturbAt: "blocks.2.hook_resid_pre" },
      "the stream is perturbed at blocks.2.hook_resid_pre, not at blocks.1.hook_resid_pre",
    ],
    ["another SAE", { sae: { latents: 512 } }, "the SAE has 512 latents, not 24576"],
    ["a part of every block frozen", { frozen: "mlp" }, "MLP outputs frozen"],
    ["shorter prompts", { promptTokens: 9 }, "prompts have 9 tokens, not 10"],
    ["more points", { points: 101 }, "paths have 101 points, not 100"],
  ];

  it.each(differences)("is not so with %s alone, and that is all that is said", (_, change, said) => {
    const { same, differs, weights, hook } = found(change);
    expect([same, differs]).toEqual([false, [said]]);
    expect({ weights, hook }).toEqual({ weights: !change.weightsDigest, hook: !change.perturbAt });
  });

  it("says all that differs, in one order", () => {
    const changes = Object.assign({}, ...differences.map(([, change]) => change)) as RunFacts;
    expect(found(changes).differs).toEqual(differences.map(([, , said]) => said));
  });

  it("takes the other name of the same tensor for the same place", () => {
    expect(found({ perturbAt: "blocks.0.hook_resid_post" })).toEqual(found());
    expect(found({ perturbAt: "blocks.1.hook_resid_post" }).hook).toBe(false);
    expect(found({ perturbAt: "blocks.0.hook_resid_pre" }).hook).toBe(false);
  });

  it("takes a run without an SAE for no other run, nor one with an SAE where the paper used none", () => {
    expect(found({ sae: null }).same).toBe(true);
    expect(subjectFinding({ ...subject, sae: null }, own).same).toBe(true);
    expect(subjectFinding({ ...subject, sae: null }, { ...own, sae: null }).same).toBe(true);
  });
});
