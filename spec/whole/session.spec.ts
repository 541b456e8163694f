import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { rngFromSeed } from "../../src/math/rng.ts";
import { papers } from "../../src/papers/index.ts";
import { defaultRunOptions, type RunOptions } from "../../src/run/run-options.ts";
import { openSession, type Session } from "../../src/run/session.ts";
import { directory } from "../../src/run/sources/source.ts";
import { ROOT } from "../support/root.ts";

const PROTOTYPE = join(ROOT, "fixtures/reference/prototype");
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "session-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** 1020 prompts of twelve tokens, two of them short. */
function promptsFile(): string {
  const rng = rngFromSeed("prompts");
  const prompts = Array.from({ length: 1020 }, (_, i) =>
    Array.from({ length: i < 2 ? 5 : 12 }, () => rng.integer(400)),
  );
  writeFileSync(join(dir, "mine.json"), JSON.stringify(prompts));
  return join(dir, "mine.json");
}

const quiet = { onProgress: () => {}, onWarning: () => {} };
const paper = papers[0]!;
const opened: Session[] = [];
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
  vi.unstubAllEnvs();
});

const openRun = async (run: RunOptions): Promise<Session> => {
  const session = await openSession(run, paper, quiet);
  opened.push(session);
  return session;
};
const ofPrototype = (changes: Partial<RunOptions> = {}): RunOptions => ({
  ...defaultRunOptions(ROOT),
  model: directory(PROTOTYPE),
  sae: directory(join(PROTOTYPE, "sae/blocks.1.hook_resid_pre")),
  prompts: promptsFile(),
  bases: 3,
  workers: 1,
  threads: 1,
  ...changes,
});
const open = (changes: Partial<RunOptions> = {}): Promise<Session> => openRun(ofPrototype(changes));

/** Sessions that several tests ask and none closes, each opened by the first that asks. */
const shared = new Map<string, Promise<Session>>();
const openOnce = (name: string, run: () => RunOptions): Promise<Session> => {
  if (!shared.has(name)) shared.set(name, openSession(run(), paper, quiet));
  return shared.get(name)!;
};
const prototype = () => openOnce("prototype", ofPrototype);
const smallDefault = () =>
  openOnce("small default", () => ({ ...defaultRunOptions(ROOT), bases: 2, threads: 1 }));
afterAll(async () => {
  for (const session of shared.values()) await (await session).close();
});

describe("a session on a model that is no organism", () => {
  it("takes the first ten tokens of listed prompts, says so, and expects nothing", async () => {
    const session = await prototype();
    const record = await session.record();
    expect([record.model.kind, session.standing]).toEqual(["other", null]);
    expect([...session.notes, ...record.notes]).toEqual(
      expect.arrayContaining([
        expect.stringContaining("1/80 of the mean real-to-real distance"),
        "1018 prompts were cut to their first 10 tokens, as the paper does.",
        "2 prompts have fewer than the paper's 10 tokens.",
      ]),
    );
    const { options, preparation, scales } = await session.lab.measureShown();
    expect(options.onSubject).toBe(false);
    expect([options.perturbAt, options.readAt]).toEqual([
      "blocks.1.hook_resid_pre",
      "blocks.7.hook_resid_post",
    ]);
    expect(record.protocol.promptSource).toBe("mine.json");
    expect(preparation.facts().population!.count).toBe(1014);
    for (const { tokens } of preparation.bases) expect(tokens.length).toBeLessThanOrEqual(10);
    expect(scales.step).toBeCloseTo(preparation.meanTargetDistance / 80, 9);
  });

  it("needs prompts, since it has no language of its own", async () => {
    await expect(open({ prompts: null })).rejects.toThrow(`There are no prompts for ${PROTOTYPE}`);
  });

  it("needs enough of them for pairs and covariance", async () => {
    await expect(open({ bases: 40 })).rejects.toThrow(
      "mine.json holds 1020 distinct prompts; 40 bases need 80 of them and the covariance at least 960 more",
    );
  });

  it("refuses an SAE that does not fit, before anything runs", async () => {
    const sae = directory(join(ROOT, "fixtures/reference/prototype/sae/blocks.1.hook_resid_pre"));
    const model = directory(join(ROOT, "fixtures/reference/random-gpt2"));
    await expect(open({ model, sae })).rejects.toMatchObject({
      name: "SaeMismatchError",
    });
  });

  it("refuses a standing file that is about other weights", async () => {
    const model = join(dir, "model");
    cpSync(PROTOTYPE, model, { recursive: true });
    writeFileSync(join(model, "standing.json"), JSON.stringify({ ["0".repeat(64)]: {} }));
    await expect(open({ model: directory(model) })).rejects.toMatchObject({ name: "StandingDigestError" });
  });

  it("runs without an SAE on the raw stream", async () => {
    const { lab } = await open({ sae: null });
    const { options, curves } = await lab.measureShown();
    expect(options.model.identity.convention).toBe("raw");
    expect([...curves.keys()].filter((arm) => /structured|baseline|reconstruction/.test(arm))).toEqual([]);
  });
});

describe("the default run", () => {
  it("is the shipped organism in its own language, with the verdicts expected of it", async () => {
    const { model, protocol } = await (await smallDefault()).record();
    expect([model.kind, protocol.promptSource]).toEqual(["organism", "the organism's language"]);
    const { standing, notes } = await openRun({ ...defaultRunOptions(ROOT), threads: 1 });
    expect(notes).toEqual([expect.stringContaining("1/80 of the mean real-to-real distance")]);
    expect(standing!.expectedOf("structured-resembles-real.relative").verdict).toBe("inconclusive");
    expect(standing!.expectedOf("earlier-towards-real.relative").verdict).toBe("supported");
  });

  it("of other bases or another seed is no registered run: nothing is expected of it, and it says why", async () => {
    const said: string[] = [];
    const session = await openSession(
      { ...defaultRunOptions(ROOT), bases: 2, seed: "4", threads: 1 },
      paper,
      {
        ...quiet,
        onRemark: (sentence) => said.push(sentence),
      },
    );
    opened.push(session);
    expect(session.standing).toBeNull();
    expect(said).toContain(
      "No verdict is expected of this run, since it is not the registered one of this model: the seed is 4, not 0; it has 2 bases, not 1000.",
    );
    const [measuring, ...others] = said;
    expect(measuring).toMatch(/^The bases are measured by \d+ workers? with 1 thread( each)?\.$/);
    expect(session.measuring.threads).toBe(1);
    expect(others).toEqual([...session.notes, ...(await session.record()).notes]);
  });

  it("measures its paper's ladder, other readings and slices, but not where only some claims are run, and a shard leaves its curves", async () => {
    const whole = await (await prototype()).record();
    const { reference, rungs, metrics } = whole.ladder!;
    expect([reference, rungs.length, metrics.length]).toEqual(["real", 11, 3]);
    expect(whole.readings!.effects.length).toBe(10);
    expect(whole.slices!.length).toBe(3);
    const some = await (await open({ claim: ["plateau-order"] })).record();
    const { slices: _, ...measured } = whole;
    expect(some).toEqual({ ...measured, ladder: null, readings: null });
    const shard = await open({ shard: { index: 1, of: 2 } });
    await shard.measureShown();
    const { curves } = await shard.lab.measureShown();
    expect(curves.get("towards.absolute uniform")!.bases).toEqual([0, 2]);
  });

  it("makes its record once, whoever asks", async () => {
    const session = await smallDefault();
    const [first, second] = await Promise.all([session.record(), session.record()]);
    expect(second).toBe(first);
    expect(await session.record()).toBe(first);
  });
});

describe("a session that is closed", () => {
  it("releases its model, so that nothing can be asked of it, and closing again does nothing", async () => {
    const session = await open({ bases: 2 });
    await session.lab.measureShown();
    await session.close();
    const { options, preparation } = await session.lab.measureShown(); // what is measured is there
    const { tokens } = preparation.bases[0]!;
    await expect(options.model.run({ from: { tokens }, read: [options.readAt] })).rejects.toThrow(/disposed/);
    await session.close();
  });

  it("gives its store to the next: the lock is gone, the curves are there", async () => {
    const runStore = { folder: join(dir, "runs"), name: "whole" };
    const first = await open({ bases: 2, runStore });
    await expect(open({ bases: 2, runStore })).rejects.toMatchObject({ name: "StoreInUseError" });
    await first.lab.measureShown();
    await first.close();
    const second = await open({ bases: 2, runStore });
    const { options } = await second.lab.measureShown();
    expect(options.store!.get("model", "plateau real", 1)).toBeDefined();
  });

  it("removes the untrained model's folder, if one was made", async () => {
    const own = mkdtempSync(join(dir, "tmp-")); // other processes make such folders too
    vi.stubEnv("TMPDIR", own);
    const folders = () => readdirSync(own).filter((name) => name.includes("untrained-"));
    const session = await open({ bases: 2, sae: null });
    await session.lab.untrained().sample(paper.metrics[0]!, "real");
    expect(folders()).toHaveLength(1);
    await session.close();
    expect(folders()).toEqual([]);
  });

  it("was released where opening failed half-way", async () => {
    const runStore = { folder: join(dir, "failing"), name: "whole" };
    const model = join(dir, "other-weights");
    cpSync(PROTOTYPE, model, { recursive: true });
    writeFileSync(join(model, "standing.json"), JSON.stringify({ ["0".repeat(64)]: {} }));
    const failing = () => open({ model: directory(model), bases: 2, runStore });
    await expect(failing()).rejects.toMatchObject({ name: "StandingDigestError" });
    await expect(failing()).rejects.toMatchObject({ name: "StandingDigestError" }); // and not StoreInUseError
  });
});
