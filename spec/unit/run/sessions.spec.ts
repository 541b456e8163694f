import { describe, expect, it } from "vitest";
import type { Paper } from "../../../src/paper/paper.ts";
import { paper } from "../../../src/papers/synthetic-activations/index.ts";
import type { RunOptions } from "../../../src/run/run-options.ts";
import type { PromptEvents } from "../../../src/run/run-prompts.ts";
import type { openSession, Session } from "../../../src/run/session.ts";
import { createSessions } from "../../../src/run/sessions.ts";

const run = { seed: "0", bases: 3 } as RunOptions;
const other: Paper = { ...paper, id: "other" };
const quiet: PromptEvents = { onProgress: () => {}, onWarning: () => {} };

/** Sessions that hold nothing, and what happened to them in order. */
function scene(fails: readonly string[] = []) {
  const happened: string[] = [];
  const events: PromptEvents[] = [];
  const failing = [...fails];
  const open: typeof openSession = async ({ seed }, { id }, told) => {
    const name = `${id} ${seed}`;
    happened.push(`open ${name}`);
    events.push(told);
    if (failing[0] === name) throw new Error(`${failing.shift()} cannot be opened`);
    return { paper: { id }, close: async () => void happened.push(`close ${name}`) } as unknown as Session;
  };
  return { sessions: createSessions(open), happened, events };
}

describe("the sessions of a worker", () => {
  it("are one for all claims of a paper", async () => {
    const { sessions, happened } = scene();
    const first = await sessions.of(run, paper, quiet);
    expect(await sessions.of({ ...run }, paper, quiet)).toBe(first);
    expect(happened).toEqual(["open synthetic-activations 0"]);
  });

  it("are one at a time: the next paper's opens when the last one's is closed", async () => {
    const { sessions, happened } = scene();
    await sessions.of(run, paper, quiet);
    await sessions.of(run, other, quiet);
    await sessions.of({ ...run, seed: "1" }, other, quiet);
    await sessions.of(run, paper, quiet);
    expect(happened).toEqual([
      "open synthetic-activations 0",
      "close synthetic-activations 0",
      "open other 0",
      "close other 0",
      "open other 1",
      "close other 1",
      "open synthetic-activations 0",
    ]);
  });

  it("are closed with the worker, once, and open again for who still asks", async () => {
    const { sessions, happened } = scene();
    await sessions.close();
    await sessions.of(run, paper, quiet);
    await sessions.close();
    await sessions.close();
    expect(happened).toEqual(["open synthetic-activations 0", "close synthetic-activations 0"]);
    await sessions.of(run, paper, quiet);
    expect(happened.at(-1)).toBe("open synthetic-activations 0");
  });

  it("that cannot be opened fail all claims of their paper, hold nothing and are forgotten", async () => {
    const { sessions, happened } = scene(["synthetic-activations 0"]);
    for (const _ of ["one claim", "and another"])
      await expect(sessions.of(run, paper, quiet)).rejects.toThrow("cannot be opened");
    expect(happened).toEqual(["open synthetic-activations 0"]);
    await sessions.of(run, other, quiet);
    await sessions.of(run, paper, quiet);
    await sessions.close();
    expect(happened.slice(1)).toEqual([
      "open other 0",
      "close other 0",
      "open synthetic-activations 0",
      "close synthetic-activations 0",
    ]);
  });

  it("that cannot be opened are nothing to close", async () => {
    const { sessions } = scene(["synthetic-activations 0"]);
    await expect(sessions.of(run, paper, quiet)).rejects.toThrow("cannot be opened");
    await expect(sessions.close()).resolves.toBeUndefined();
  });

  it("tell whoever asked last how far they are", async () => {
    const { sessions, events } = scene();
    const heard: string[] = [];
    const ear = (name: string): PromptEvents => ({
      onProgress: ({ what }) => heard.push(`${name}: ${what}`),
      onWarning: ({ message }) => heard.push(`${name}: ${message}`),
    });
    await sessions.of(run, paper, ear("first"));
    events[0]!.onProgress({ what: "bases", done: 1, of: 2 });
    await sessions.of(run, paper, ear("second"));
    events[0]!.onProgress({ what: "more bases", done: 2, of: 2 });
    events[0]!.onWarning({ message: "a line is damaged" } as Parameters<PromptEvents["onWarning"]>[0]);
    expect(heard).toEqual(["first: bases", "second: more bases", "second: a line is damaged"]);
  });

  it("are left by the first claim alone, each of them", async () => {
    const { sessions } = scene();
    const first = await sessions.of(run, paper, quiet);
    expect([sessions.isFirstToLeave(first), sessions.isFirstToLeave(first)]).toEqual([true, false]);
    const second = await sessions.of(run, other, quiet);
    expect([sessions.isFirstToLeave(second), sessions.isFirstToLeave(first)]).toEqual([true, false]);
  });
});
