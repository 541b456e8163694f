import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examineHealth, type HealthPrompts } from "../../../src/doctor/general.ts";
import type { Installation } from "../../../src/doctor/installation.ts";
import { unigramLoss } from "../../../src/doctor/seen-prompts.ts";
import type { LanguageModel, Tokens } from "../../../src/model/language-model.ts";
import { doctorPrompts, proseOf } from "../../../src/run/prompts/doctor-prompts.ts";
import type { SparseAutoencoder } from "../../../src/sae/sparse-autoencoder.ts";
import { temporaryFolder } from "../../support/files.ts";
import { saeFrom } from "../../support/tiny-dictionary.ts";

const VOCABULARY = 50;
const D = 6;
const HOOK = "blocks.0.hook_resid_pre";

/** A model that gives each next token this log-odds over every other one, and these vectors. */
function model(
  sureness: number,
  vectorOf: (tokens: Tokens) => readonly number[] = (tokens) =>
    Array.from({ length: D }, (_, i) => 1 + Math.sin(tokens.at(-1)! * (i + 1))),
): LanguageModel {
  return {
    identity: { name: "fake", weightsDigest: "", runtime: "none", convention: "raw" },
    shape: {
      layers: 1,
      heads: 1,
      dModel: D,
      positions: 8,
      vocabulary: VOCABULARY,
      sites: ["pre", "mid", "post"],
    },
    async run({ from }: Parameters<LanguageModel["run"]>[0]) {
      const { tokens } = from as { readonly tokens: Tokens };
      const logits = new Float32Array(tokens.length * VOCABULARY);
      for (const [p, id] of tokens.entries()) logits[p * VOCABULARY + nextOf(id)] = sureness;
      const stream = Float32Array.from(tokens.flatMap((_, p) => vectorOf(tokens.slice(0, p + 1))));
      return {
        residuals: new Map([[HOOK, { rows: tokens.length, cols: D, data: stream }]]),
        logits: { rows: tokens.length, cols: VOCABULARY, data: logits },
      };
    },
  } as unknown as LanguageModel;
}

const nextOf = (id: number) => (id * 7 + 3) % VOCABULARY;
/** A text in which every token tells the next. */
const text: HealthPrompts = {
  source: "a text",
  isText: true,
  prompts: Array.from({ length: 80 }, (_, i) => {
    const prompt = [i % VOCABULARY];
    while (prompt.length < 6) prompt.push(nextOf(prompt.at(-1)!));
    return prompt;
  }),
};
const installation = (own: Partial<Installation> & Pick<Installation, "model">) =>
  ({
    hook: HOOK,
    readAt: HOOK,
    sae: null,
    recentre: false,
    grid: { kind: "float32" },
    ...own,
  }) as Installation;

/** What is said of one thing, and how it looks. */
async function said(what: string, own: Parameters<typeof installation>[0], from = text) {
  const { findings, word } = await examineHealth(installation(own), from);
  const { word: own_, reason, value } = findings.find((finding) => finding.what === what)!;
  return { word: own_, reason, value, inAll: word };
}

describe("the general part of the doctor", () => {
  it("calls a loss below that of word frequencies fine, and one at ln(vocabulary) bad", async () => {
    expect(await said("loss", { model: model(8) })).toMatchObject({ word: "fine", inAll: "fine" });
    const guess = await said("loss", { model: model(0) });
    expect(guess).toMatchObject({
      word: "bad",
      inAll: "bad",
      value: `${Math.log(VOCABULARY).toFixed(3)} nats a token`,
    });
    expect(guess.reason).toMatch(/^no better than a guess: untrained.*ln 50/);
    expect((await said("loss", { model: model(-8) })).word).toBe("bad");
  });

  it("calls a loss odd that knows no more than how frequent words are", async () => {
    const few = { ...text, prompts: text.prompts.map(() => [0, 3, 0, 3, 0, 3]) };
    const unigram = unigramLoss(few.prompts, VOCABULARY);
    expect(unigram).toBeLessThan(2);
    const { word, reason } = await said("loss", { model: model(2) }, few); // knows every other token
    expect(word).toBe("odd");
    expect(reason).toContain(`word's frequency ${unigram.toFixed(2)}`);
  });

  it("says of random tokens that they say little, and calls nothing bad for them", async () => {
    const random = { ...text, isText: false, source: "random tokens" };
    expect(await said("loss", { model: model(-8) }, random)).toMatchObject({ word: "odd" });
    expect(await said("prompts", { model: model(8) }, random)).toMatchObject({
      word: "odd",
      reason: "no text is known for it: give --prompts",
    });
    expect(await said("predictions", { model: model(0) }, random)).toMatchObject({
      word: "bad",
      inAll: "bad",
    });
  });

  it.each([
    ["of one size", (tokens: Tokens) => [1, 2, 3, 4, 5, tokens.at(-1)!], "fine"],
    [
      "one far longer than the rest",
      (tokens: Tokens) => [tokens[0] === 3 ? 1e4 : 1, 0, 0, 0, 0, tokens[0]! / 50],
      "odd",
    ],
    ["all zero", () => Array<number>(D).fill(0), "bad"],
    ["all the same", () => [1, 2, 3, 4, 5, 6], "bad"],
  ] as const)("calls vectors %s %s", async (_, vectorOf, word) => {
    expect((await said("activation norms", { model: model(8, vectorOf) })).word).toBe(word);
  });
});

/** Reconstructs every vector: latents e_i and -e_i. */
function mirror(own: { readonly sign?: number; readonly bias?: number; readonly frequency?: number } = {}) {
  const { sign = 1, bias = 0, frequency = 0.5 } = own;
  const W_enc = new Float32Array(D * 2 * D);
  const W_dec = new Float32Array(2 * D * D);
  for (let i = 0; i < D; i++)
    for (const [half, s] of [
      [0, 1],
      [D, -1],
    ] as const) {
      W_enc[i * 2 * D + half + i] = s;
      W_dec[(half + i) * D + i] = sign * s;
    }
  return saeFrom({
    W_enc: { rows: D, cols: 2 * D, data: W_enc },
    b_enc: new Float32Array(2 * D).fill(bias),
    W_dec: { rows: 2 * D, cols: D, data: W_dec },
    b_dec: new Float32Array(D),
    firingFrequency: new Float32Array(2 * D).fill(frequency),
  });
}

describe("of an SAE, the general part", () => {
  const whole: SparseAutoencoder = mirror();

  it.each([
    ["explained variance", whole, "fine"],
    ["explained variance", mirror({ sign: -1 }), "bad"],
    ["L0", mirror({ bias: -100 }), "bad"],
    ["L0", whole, "odd"], // half of its latents at once
    ["convention", whole, "fine"],
    ["convention", { ...whole, convention: "centred" }, "bad"],
    ["dead latents", whole, "fine"],
    ["dead latents", mirror({ frequency: 0 }), "bad"],
    ["dead latents", { ...whole, frequencySource: null }, "odd"],
    ["decoder directions", whole, "fine"],
    [
      "decoder directions",
      { ...whole, W_dec: { ...whole.W_dec, data: whole.W_dec.data.map((v) => 2 * v) } },
      "odd",
    ],
  ] as const)("calls the %s of %# what it is", async (what, sae, word) => {
    expect((await said(what, { model: model(8), sae })).word).toBe(word);
  });

  it("blames nothing on an SAE for random tokens", async () => {
    const random = { ...text, isText: false };
    const sae = mirror({ sign: -1 });
    expect((await said("explained variance", { model: model(8), sae }, random)).word).toBe("odd");
  });

  it("sees by the variance explained that the stream should be centred", async () => {
    const lifted = (tokens: Tokens) =>
      Array.from({ length: D }, (_, i) => Math.sin(tokens.at(-1)! * (i + 1)) + tokens.at(-1)!);
    const narrow = mirror();
    const sae: SparseAutoencoder = {
      ...narrow,
      // knows centred vectors only: a mean is reconstructed upside down
      decode: (latents) => {
        const x = narrow.decode(latents);
        const mean = x.reduce((sum, v) => sum + v, 0) / D;
        return x.map((v) => v - 2 * mean);
      },
    };
    const { word, reason } = await said("convention", { model: model(8, lifted), sae });
    expect([word, reason]).toEqual([
      "bad",
      "the SAE explains more of the centred stream: --convention centred",
    ]);
  });
});

describe("the prompts of the doctor", () => {
  const shape = { layers: 1, heads: 1, dModel: D, positions: 8, vocabulary: VOCABULARY };

  it("are those given, else the organism's language, else random tokens said to be so", async () => {
    const dir = temporaryFolder();
    expect(await doctorPrompts(dir, shape, [[1, 2]])).toEqual({
      source: "the prompts given",
      isText: true,
      prompts: [[1, 2]],
    });
    const random = await doctorPrompts(dir, shape, null);
    expect([random.source, random.isText]).toEqual(["random tokens", false]);
    expect(
      random.prompts.every((prompt) => prompt.length === 8 && prompt.every((id) => id < VOCABULARY)),
    ).toBe(true);
    writeFileSync(join(dir, "provenance.json"), '{"kind":"organism"}');
    expect((await doctorPrompts(dir, shape, null)).source).toBe("the organism's language");
  });

  it("take the prose of a README, and none of its code, tables and pictures", () => {
    const prose = proseOf(
      "# Head\n\nOne [two](x.md) `three`.\n\n```\ncode here\n```\n\n| a | b |\n| - | - |\n\n![p](q)\n\n- Four **five**.\n",
    );
    expect(prose).toBe("One two three.\nFour five.");
  });
});
