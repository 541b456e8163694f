import { describe, expect, it } from "vitest";
import { createReleases } from "../../../src/run/releases.ts";

const scene = () => {
  const given: string[] = [];
  const releases = createReleases();
  const add = (name: string, fails = false) =>
    releases.add(async () => {
      await Promise.resolve();
      given.push(name);
      if (fails) throw new Error(`${name} is stuck`);
    });
  return { given, releases, add };
};

describe("what was taken", () => {
  it("is given back in the reverse order, one after the other", async () => {
    const { given, releases, add } = scene();
    for (const name of ["model", "products", "store"]) add(name);
    await releases.all();
    expect(given).toEqual(["store", "products", "model"]);
  });

  it("is given back once, however often it is asked for", async () => {
    const { given, releases, add } = scene();
    add("model");
    await Promise.all([releases.all(), releases.all()]);
    await releases.all();
    expect(given).toEqual(["model"]);
    add("later");
    await releases.all();
    expect(given).toEqual(["model", "later"]);
  });

  it("is all tried where one fails, and the first failure is told", async () => {
    const { given, releases, add } = scene();
    add("model");
    add("products", true);
    add("store", true);
    add("lab");
    await expect(releases.all()).rejects.toThrow("store is stuck");
    expect(given).toEqual(["lab", "store", "products", "model"]);
    await expect(releases.all()).resolves.toBeUndefined();
  });

  it("may be nothing", async () => {
    await expect(createReleases().all()).resolves.toBeUndefined();
  });
});
