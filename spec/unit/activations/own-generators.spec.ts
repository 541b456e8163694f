import { afterEach, describe, expect, it } from "vitest";
import { generators, ownGenerators } from "../../../src/activations/index.ts";
import { InvalidInputError } from "../../../src/errors/index.ts";

const known = Object.keys(generators);
const register = (name: string, generator = generators.random) =>
  ownGenerators({ [name]: generator } as unknown as Parameters<typeof ownGenerators>[0]);
const registered = (name: string) => (generators as Readonly<Record<string, unknown>>)[name];

afterEach(() => {
  for (const name of Object.keys(generators))
    if (!known.includes(name)) Reflect.deleteProperty(generators, name);
});

describe("an activation type of one's own", () => {
  it("is asked for by its name, and replaced by another of that name", () => {
    register("half-way");
    expect(registered("half-way")).toBe(generators.random);
    register("half-way", generators.structured);
    expect(registered("half-way")).toBe(generators.structured);
  });

  it.each([
    "real",
    "structured",
    "",
    "half way",
    "-half",
    "half-",
    "half--way",
    "half@norm",
    "half#2",
    "toString()",
  ])("is refused by the name %j, and what is there stays", (name) => {
    const before = registered(name);
    expect(() => register(name, generators.baseline)).toThrow(InvalidInputError);
    expect(registered(name)).toBe(before);
    expect(Object.keys(generators)).toEqual(known);
  });

  it("may be called as what every object has", () => {
    register("constructor");
    expect(registered("constructor")).toBe(generators.random);
  });
});
