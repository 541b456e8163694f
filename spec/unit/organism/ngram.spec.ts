import { describe, expect, it } from "vitest";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { fitNgram, type NgramModel } from "../../../src/organism/ngram.ts";

const uniformText = (name: string, length: number, vocabulary: number) => {
  const rng = rngFromSeed("ngram").fork(name);
  return Int32Array.from({ length }, () => rng.integer(vocabulary));
};

/** p(token | context) from two losses, order by order. */
function probability(model: NgramModel, context: number[], token: number): number[] {
  const total = (tokens: number[]) =>
    model.losses(Int32Array.from(tokens)).map((loss) => loss * tokens.length);
  const [before, after] = [total(context), total([...context, token])];
  return after.map((sum, i) => Math.exp(before[i]! - sum));
}

describe("the interpolated n-gram model", () => {
  it("cannot predict independent uniform tokens better than ln(vocabulary)", () => {
    const model = fitNgram({
      train: uniformText("train", 60_000, 20),
      heldOut: uniformText("held-out", 20_000, 20),
      vocabulary: 20,
    });
    for (const loss of model.losses(uniformText("test", 20_000, 20))) {
      expect(loss).toBeGreaterThan(Math.log(20) - 0.01);
      expect(loss).toBeLessThan(Math.log(20) + 0.02);
    }
  });

  it("predicts a text of period 6 from as many tokens as tell the place, and no fewer", () => {
    const text = Int32Array.from({ length: 6000 }, (_, i) => [0, 1, 0, 2, 0, 1][i % 6]!);
    const losses = fitNgram({ train: text, heldOut: text, vocabulary: 3 }).losses(text);
    // place unknown after "0": 2/3 against 1/3 half of the time, and after 1 always 0; order 5 sees the place
    expect(losses[0]).toBeCloseTo(Math.log(2) * 0.5 + Math.log(3) * (1 / 3) + Math.log(6) * (1 / 6), 2);
    expect(losses[1]).toBeGreaterThan(0.3);
    expect(losses[4]).toBeLessThan(0.01);
  });

  it("weighs the orders so that an unseen context costs nothing", () => {
    const train = uniformText("sparse", 500, 100); // nearly every context is new
    const losses = fitNgram({ train, heldOut: uniformText("h", 5000, 100), vocabulary: 100 }).losses(
      uniformText("t", 5000, 100),
    );
    for (const loss of losses) expect(loss).toBeLessThan(Math.log(100) + 0.05);
  });

  it("gives probabilities that sum to one over the vocabulary, at every order", () => {
    const model = fitNgram({
      train: uniformText("p", 2000, 7).map((t) => (t * t) % 7),
      heldOut: uniformText("q", 500, 7).map((t) => (t * t) % 7),
      vocabulary: 7,
    });
    for (const context of [[1, 2, 4, 1], [2, 2, 2, 2, 2], [3]]) {
      const sums = [0, 0, 0, 0, 0];
      for (let token = 0; token < 7; token++)
        probability(model, context, token).forEach((p, n) => {
          sums[n]! += p;
        });
      for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
    }
  });

  it("refuses a text shorter than its order", () => {
    expect(() => fitNgram({ train: new Int32Array(3), heldOut: new Int32Array(9), vocabulary: 5 })).toThrow(
      /is 3; it must be at least 5 tokens/,
    );
  });
});
