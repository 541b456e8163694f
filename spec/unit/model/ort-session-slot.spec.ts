import type * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { createSessionSlot } from "../../../src/model/ort-session-slot.ts";

/** Sessions that only tell what happens to them. */
function scene() {
  const told: string[] = [];
  const slot = createSessionSlot();
  const make = (name: string) => async () => {
    told.push(`make ${name}`);
    return { release: async () => void told.push(`release ${name}`) } as ort.InferenceSession;
  };
  const use = (owner: object, name: string, work: () => Promise<unknown> = async () => {}) =>
    slot.use(owner, name, make(name), async () => {
      told.push(`use ${name}`);
      await work();
    });
  return { slot, told, use };
}
const [one, other] = [{}, {}];
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("a slot for one session", () => {
  it("keeps a session for its owner, and gives it up before it makes another's", async () => {
    const { told, use } = scene();
    await use(one, "a");
    await use(one, "a");
    await use(one, "b");
    await use(other, "b");
    expect(told).toEqual([
      "make a",
      "use a",
      "use a",
      "release a",
      "make b",
      "use b",
      "release b",
      "make b",
      "use b",
    ]);
  });

  it("gives up no session that is in use", async () => {
    const { slot, told, use } = scene();
    await Promise.all([
      use(one, "a", async () => {
        await soon();
        told.push("used a");
      }),
      use(other, "b"),
      slot.release(other),
    ]);
    expect(told).toEqual(["make a", "use a", "used a", "release a", "make b", "use b", "release b"]);
  });

  it("releases for its owner only", async () => {
    const { slot, told, use } = scene();
    await use(one, "a");
    await slot.release(other);
    expect(told).toEqual(["make a", "use a"]);
    await slot.release(one);
    await slot.release(one);
    expect(told).toEqual(["make a", "use a", "release a"]);
  });

  it("goes on after a session that could not be made, and after work that failed", async () => {
    const { slot, told, use } = scene();
    const broken = slot.use(
      one,
      "a",
      async () => Promise.reject(new Error("no memory")),
      async () => {},
    );
    await expect(broken).rejects.toThrow("no memory");
    await expect(use(one, "b", async () => Promise.reject(new Error("no luck")))).rejects.toThrow("no luck");
    await use(one, "b");
    expect(told).toEqual(["make b", "use b", "use b"]);
  });
});
