import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { readExpectedValues } from "../../../src/cli/commands/doctor.ts";
import { examineDirectories } from "../../../src/run/open-installation.ts";
import { dirOrSkip, findGpt2Small, findPapersSae } from "../../support/gpt2-weights.ts";

/** GPT-2 small itself is half a gigabyte that no test may fetch: these run where it is. */
const here = { variables: process.env, home: homedir() };

describe("the expected values of GPT-2 small", () => {
  it("fit their format and hold each published number once", async () => {
    const { checks, prompts } = await readExpectedValues();
    const value = (name: string) => checks.find((check) => check.name === name)?.expected;
    expect(value("loss of Hello world!")).toBe(5.331855773925781);
    expect(value("norm, ids 1")).toBe(53.7178);
    expect(value("latent 24149, ids 2")).toBe(6.4901);
    expect(value("logit Claire - Mary, Claire, without BOS")).toBe(2.779);
    expect(checks.filter(({ measure }) => measure.kind === "latent")).toHaveLength(16);
    expect(checks.filter(({ measure }) => measure.kind === "l1-error")).toHaveLength(5);
    expect(prompts["language processing"]!.tokens).toHaveLength(32);
  });

  it("give the mean of the logit differences over the eight prompts that was published", async () => {
    const { checks } = await readExpectedValues();
    const eight = checks.filter(({ source }) => source.includes("Exploratory_Analysis_Demo"));
    const differences = eight.filter(({ measure }) => measure.kind === "logit-difference");
    const sum = differences.reduce((total, { expected }) => total + Number(expected), 0);
    expect(differences).toHaveLength(8);
    expect(sum / 8).toBeCloseTo(3.5519, 3);
  });

  it("are met by GPT-2 small", async (context) => {
    const model = dirOrSkip(await findGpt2Small(here), context);
    const { checks, verdict } = await examineDirectories({
      model,
      expected: await readExpectedValues(),
      threads: 2,
    });
    expect(checks.filter(({ ok, decides }) => ok === false && decides)).toEqual([]);
    expect(verdict).toBe("healthy");
  });

  it("are met by GPT-2 small with its SAE", async (context) => {
    const model = dirOrSkip(await findGpt2Small(here), context);
    const sae = dirOrSkip(await findPapersSae(here), context);
    const expected = await readExpectedValues();
    const { checks, verdict } = await examineDirectories({ model, sae, expected, threads: 2 });
    expect(checks.filter(({ ok, decides }) => ok === false && decides)).toEqual([]);
    expect(verdict).toBe("healthy");
    const notRun = checks.filter(({ ok }) => ok === null).map(({ reason }) => reason);
    expect(notRun.filter((reason) => reason !== "no prompts" && reason !== "no tokenizer")).toEqual([]);
  });
});
