import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { modelKindOf } from "../../../src/checkpoint/model-kind.ts";
import { createLab } from "../../../src/experiment/lab.ts";
import { rngFromSeed } from "../../../src/math/rng.ts";
import { defaultRunOptions } from "../../../src/run/run-options.ts";
import { openSession, type Session } from "../../../src/run/session.ts";
import { directory } from "../../../src/run/source.ts";
import { temporaryFolder } from "../../support/files.ts";
import { ROOT } from "../../support/root.ts";

vi.mock(import("../../../src/checkpoint/model-kind.ts"), async (original) => ({
  ...(await original()),
  modelKindOf: vi.fn(),
}));
vi.mock(import("../../../src/experiment/lab.ts"), { spy: true });

const PROTOTYPE = join(ROOT, "fixtures/reference/prototype");
const scene = temporaryFolder();
const rng = rngFromSeed("prompts");
const prompts = Array.from({ length: 1010 }, () => Array.from({ length: 10 }, () => rng.integer(400)));
writeFileSync(join(scene, "prompts.json"), JSON.stringify(prompts));

let opened = 0;

/** A model's SAE with another hook in its configuration. */
function saeAt(hook: string, model: string): string {
  const dir = join(scene, `${opened++}`, hook);
  cpSync(join(model, "sae/blocks.1.hook_resid_pre"), dir, { recursive: true });
  const file = join(dir, "cfg.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), hook_name: hook }));
  return dir;
}

const open = (hook: string, model = PROTOTYPE): Promise<Session> =>
  openSession(
    {
      ...defaultRunOptions(ROOT),
      model: directory(model),
      sae: directory(saeAt(hook, model)),
      prompts: join(scene, "prompts.json"),
      bases: 3,
      threads: 1,
    },
    { onProgress: () => {}, onWarning: () => {} },
  );

/** What the lab of the latest session was made from. */
const labOptions = () => vi.mocked(createLab).mock.lastCall![0];

const ELSEWHERE = expect.stringMatching(
  /perturbed at .* nothing here counts as a reproduction of the paper\.$/,
);

describe("a session with the SAE of another layer", () => {
  beforeEach(() => {
    vi.mocked(modelKindOf).mockResolvedValue("other");
  });

  it.each(["blocks.0.hook_resid_pre", "blocks.6.hook_resid_pre", "blocks.3.hook_resid_mid"])(
    "perturbs at %s, reads the last block and says that this is not the paper's layer",
    async (hook) => {
      const { lab, notes } = await open(hook);
      expect(notes).toContainEqual(ELSEWHERE);
      const { options, curves } = await lab.describe();
      expect([options.perturbAt, options.readAt]).toEqual([hook, "blocks.7.hook_resid_post"]);
      expect([...curves.keys()].some((arm) => arm.includes("structured"))).toBe(true);
    },
  );

  it("perturbs the paper's tensor by the paper's name, whatever the SAE calls it", async () => {
    const { notes } = await open("blocks.0.hook_resid_post");
    expect(labOptions().perturbAt).toBe("blocks.1.hook_resid_pre");
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
    vi.mocked(modelKindOf).mockResolvedValue("organism");
    expect((await open("blocks.0.hook_resid_post", model)).standing).not.toBeNull();
    expect((await open("blocks.4.hook_resid_pre", model)).standing).toBeNull();
  });

  it("of GPT-2 small has the paper's step and levels at the paper's layer only", async () => {
    vi.mocked(modelKindOf).mockResolvedValue("gpt2-small");
    const scaleAt = async (hook: string) => {
      const { notes } = await open(hook);
      return [labOptions().scale, notes.filter((note) => note.includes("mean real-to-real distance"))];
    };
    expect(await scaleAt("blocks.1.hook_resid_pre")).toEqual(["paper", []]);
    expect(await scaleAt("blocks.0.hook_resid_post")).toEqual(["paper", []]);
    expect(await scaleAt("blocks.6.hook_resid_pre")).toEqual([
      "scaled",
      [expect.stringContaining("on GPT-2 small at the paper's layer these are the paper's 0.5 and 20.")],
    ]);
  });
});
