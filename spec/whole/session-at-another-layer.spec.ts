import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../src/checkpoint/model-directory.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import type { Paper } from "../../src/paper/paper.ts";
import { papers } from "../../src/papers/index.ts";
import { defaultRunOptions, type RunOptions } from "../../src/run/run-options.ts";
import { openSession, type Session } from "../../src/run/session.ts";
import { directory } from "../../src/run/sources/source.ts";
import { temporaryFolder } from "../support/files.ts";
import { ROOT } from "../support/root.ts";

const PROTOTYPE = join(ROOT, "fixtures/reference/prototype");
const scene = temporaryFolder();
const rng = rngFromSeed("prompts");
const prompts = Array.from({ length: 1010 }, () => Array.from({ length: 10 }, () => rng.integer(400)));
writeFileSync(join(scene, "prompts.json"), JSON.stringify(prompts));

const organism = defaultRunOptions(ROOT);

let opened = 0;

/** A model's SAE with another hook in its configuration. */
function saeAt(hook: string, model: string): string {
  const dir = join(scene, `${opened++}`, hook);
  cpSync(join(model, "sae/blocks.1.hook_resid_pre"), dir, { recursive: true });
  const file = join(dir, "cfg.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), hook_name: hook }));
  return dir;
}

const paper = papers[0]!;
/** The paper as if it had been about the prototype. */
const { weightsDigest } = await loadModelDirectory(PROTOTYPE);
const aboutPrototype: Paper = { ...paper, subject: { ...paper.subject, weights: weightsDigest } };

const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
});

const open = async (
  hook: string,
  model = PROTOTYPE,
  about = paper,
  file = "prompts.json",
): Promise<Session> => {
  const session = await openSession(
    {
      ...organism,
      model: directory(model),
      sae: directory(saeAt(hook, model)),
      prompts: join(scene, file),
      bases: 3,
      workers: 1,
      threads: 1,
    },
    about,
    { onProgress: () => {}, onWarning: () => {} },
  );
  sessions.push(session);
  return session;
};

const ELSEWHERE = expect.stringMatching(
  /perturbed at .* nothing here counts as a reproduction of the paper\.$/,
);

describe("a session without an SAE", () => {
  const at = async (place: string, other: Partial<RunOptions> = {}) => {
    const session = await openSession(
      { ...organism, sae: null, at: place, bases: 3, workers: 1, threads: 1, ...other },
      paper,
      { onProgress: () => {}, onWarning: () => {} },
    );
    sessions.push(session);
    return session;
  };

  it("perturbs where it is told, and says that this is not the paper's layer, without a word of an SAE", async () => {
    const { lab, notes, standing } = await at("blocks.3.hook_resid_mid");
    expect((await lab.measureShown()).options.perturbAt).toBe("blocks.3.hook_resid_mid");
    expect(notes).toContainEqual(ELSEWHERE);
    expect(notes.join()).not.toContain("the SAE was trained");
    expect(standing).toBeNull();
  });

  it("takes prompts of another length where it is told, says so and expects nothing", async () => {
    const { lab, notes, standing } = await at("blocks.1.hook_resid_pre", { promptTokens: 14 });
    const { preparation } = await lab.measureShown();
    expect(preparation.bases.map(({ tokens }) => tokens.length)).toEqual([14, 14, 14]);
    expect(notes).toContain("Prompts have 14 tokens; the paper's have 10.");
    expect(notes).toContainEqual(expect.stringContaining("the prompts have another length"));
    expect(standing).toBeNull();
  });

  it("measures a model with frozen outputs under a name that says so, and expects nothing of it", async () => {
    const measured = async (freeze: RunOptions["freeze"]) => {
      const { lab, standing } = await at("blocks.1.hook_resid_pre", { freeze });
      const { options, curves } = await lab.measureShown();
      const [arm] = [...curves.values()];
      return { name: options.model.identity.name, standing, end: arm!.values.at(-1) };
    };
    const [free, mlp, attention] = [await measured(null), await measured("mlp"), await measured("attention")];
    expect(mlp.name).toBe(`${free.name}, MLP outputs frozen`);
    expect(attention.name).toBe(`${free.name}, attention outputs frozen`);
    expect([mlp.standing, attention.standing]).toEqual([null, null]);
    expect(new Set([free.end, mlp.end, attention.end]).size).toBe(3);
  });

  it.each([
    ["blocks.9.hook_resid_pre", /with L from 0 to 7/],
    ["blocks.7.hook_resid_post", /before blocks\.7\.hook_resid_post, where the output is read/],
  ])("refuses %s", async (place, message) => {
    await expect(at(place)).rejects.toMatchObject({
      name: "InvalidInputError",
      message: expect.stringMatching(message),
    });
  });
});

describe("a session with the SAE of another layer", () => {
  it.each(["blocks.0.hook_resid_pre", "blocks.6.hook_resid_pre", "blocks.3.hook_resid_mid"])(
    "perturbs at %s, reads the last block and says that this is not the paper's layer",
    async (hook) => {
      const { lab, notes } = await open(hook);
      expect(notes).toContainEqual(ELSEWHERE);
      const { options, curves } = await lab.measureShown();
      expect([options.perturbAt, options.readAt]).toEqual([hook, "blocks.7.hook_resid_post"]);
      expect([...curves.keys()].some((arm) => arm.includes("structured"))).toBe(true);
    },
  );

  it("perturbs the paper's tensor by the paper's name, whatever the SAE calls it", async () => {
    const { lab, notes, subject } = await open("blocks.0.hook_resid_post");
    expect((await lab.measureShown()).options.perturbAt).toBe("blocks.1.hook_resid_pre");
    expect(subject.hook).toBe(true);
    expect(notes).not.toContainEqual(ELSEWHERE);
  });

  it("has nothing to measure where the output is read", async () => {
    await expect(open("blocks.7.hook_resid_post")).rejects.toMatchObject({
      name: "SaeMismatchError",
      message: expect.stringContaining("nothing is left to measure"),
    });
  });

  it("expects no verdict, for those that are expected are of the paper's layer", async () => {
    const model = join(ROOT, "fixtures/organism");
    const { standing, notes } = await open("blocks.4.hook_resid_pre", model);
    expect(standing).toBeNull();
    expect(notes).toContainEqual(
      expect.stringMatching(/^No verdict is expected of this run.* at another place\.$/),
    );
  });

  it("of the paper's own model has the paper's step and levels at the paper's layer only", async () => {
    const scalesAt = async (hook: string) => {
      const { lab, notes, subject } = await open(hook, PROTOTYPE, aboutPrototype);
      expect(subject.weights).toBe(true);
      const { scales } = await lab.measureShown();
      return [scales.step === 0.5, notes.filter((note) => note.includes("mean real-to-real distance"))];
    };
    expect(await scalesAt("blocks.1.hook_resid_pre")).toEqual([true, []]);
    expect(await scalesAt("blocks.0.hook_resid_post")).toEqual([true, []]);
    expect(await scalesAt("blocks.6.hook_resid_pre")).toEqual([
      false,
      [expect.stringContaining("on GPT-2 small at the paper's layer these are the paper's 0.5 and 20.")],
    ]);
  });

  it("of the paper's own model with a shorter prompt than the paper's is no run on its subject", async () => {
    writeFileSync(join(scene, "short.json"), JSON.stringify(prompts.map((prompt) => prompt.slice(0, 9))));
    const differsWith = async (file: string) =>
      (await open("blocks.1.hook_resid_pre", PROTOTYPE, aboutPrototype, file)).subject.differs;
    const shorter = "prompts have 9 tokens, not 10";
    expect(await differsWith("short.json")).toContain(shorter);
    expect(await differsWith("prompts.json")).not.toContain(shorter);
  });
});
