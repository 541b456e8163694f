import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadModelDirectory } from "../../src/checkpoint/model-directory.ts";
import { writeRandomCheckpoint } from "../../src/checkpoint/random-checkpoint.ts";
import { openSafetensors, readTensor } from "../../src/checkpoint/safetensors.ts";
import { BagOfLatentsError } from "../../src/errors/index.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { configFields } from "../../src/model/families/gpt2/config.ts";
import { gpt2 } from "../../src/model/families/gpt2/gpt2.ts";
import type { Checkpoint } from "../../src/model/family.ts";
import { checkAsyncProperty } from "../../src/vitest/property.ts";
import { temporaryFolder } from "../support/files.ts";
import { TINY } from "../support/tiny-models.ts";

/*
 * What comes from outside is refused with a typed error or means what it meant: a changed header or configuration never
 * gives other numbers in silence.
 */

const { config } = TINY;
const original = temporaryFolder();
const changed = temporaryFolder();
let header = "";
let data = Buffer.alloc(0);
let expected = "";

beforeAll(async () => {
  await writeRandomCheckpoint(original, { family: gpt2, config, rng: rngFromSeed("law"), deviation: 0.2 });
  cpSync(original, changed, { recursive: true });
  const bytes = readFileSync(join(original, "model.safetensors"));
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  header = bytes.subarray(8, end).toString().trimEnd();
  data = bytes.subarray(end);
  expected = await numbersOf(await load(original));
});

const load = (dir: string) => loadModelDirectory(dir, { cacheDir: join(dir, "cache") });

/** Everything a number depends on: the configuration, and each weight by name. */
async function numbersOf(checkpoint: Checkpoint): Promise<string> {
  const path = join(checkpoint.weightsFolder, [...checkpoint.tensors.values()][0]!.file);
  const bytes = readFileSync(path);
  const weights = [...checkpoint.tensors].map(([name, { shape, offset, length }]) => [
    name,
    shape,
    bytes.subarray(offset, offset + length).toString("base64"),
  ]);
  return JSON.stringify([checkpoint.config, weights]);
}

/** Typed or equal; anything else fails the law. */
async function typedOrEqual(work: () => Promise<Checkpoint>): Promise<"typed" | "equal"> {
  let checkpoint: Checkpoint;
  try {
    checkpoint = await work();
  } catch (error) {
    expect(error).toBeInstanceOf(BagOfLatentsError);
    expect((error as BagOfLatentsError).hint).toMatch(/^Hint: /);
    return "typed";
  }
  expect(await numbersOf(checkpoint)).toBe(expected);
  return "equal";
}

/** Cuts, doubles, replaces or inserts a stretch of a text. */
const edits = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat({ max: 40 }),
  kind: fc.constantFrom("cut", "double", "replace", "insert"),
  text: fc.constantFrom(
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "0",
    "-1",
    "1e400",
    "\ufeff",
    "\n",
    "null",
    "__proto__",
  ),
});

function edited(
  source: string,
  { at, length, kind, text }: typeof edits extends fc.Arbitrary<infer T> ? T : never,
) {
  const start = Math.floor(at * source.length);
  const stretch = source.slice(start, start + length);
  const middle = { cut: "", double: stretch + stretch, replace: text, insert: text + stretch }[kind];
  return source.slice(0, start) + middle + source.slice(start + length);
}

describe("a checkpoint from outside", () => {
  it("with a changed header is refused by a typed error or has the same numbers", async () => {
    const seen = new Set<string>();
    await checkAsyncProperty(
      fc.asyncProperty(edits, async (edit) => {
        const text = Buffer.from(edited(header, edit));
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(text.length));
        writeFileSync(join(changed, "model.safetensors"), Buffer.concat([length, text, data]));
        seen.add(await typedOrEqual(() => load(changed)));
      }),
      { numRuns: 150 },
    );
    expect(seen).toContain("typed");
  });

  it("with two entries of its header exchanged is refused or has the same numbers", async () => {
    const entries = Object.entries(JSON.parse(header) as Record<string, unknown>).slice(1);
    const index = fc.nat({ max: entries.length - 1 });
    const seen = new Set<string>();
    await checkAsyncProperty(
      fc.asyncProperty(index, index, async (i, j) => {
        const moved = [...entries];
        [moved[i], moved[j]] = [moved[j]!, moved[i]!]; // another order of the same entries
        const text = Buffer.from(JSON.stringify(Object.fromEntries(moved)));
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(text.length));
        writeFileSync(join(changed, "model.safetensors"), Buffer.concat([length, text, data]));
        seen.add(await typedOrEqual(() => load(changed)));
      }),
      { numRuns: 20 },
    );
    expect([...seen]).toEqual(["equal"]);
  });

  it("with a field of its config.json removed, renamed or of another kind is refused or has the same numbers", async () => {
    cpSync(join(original, "model.safetensors"), join(changed, "model.safetensors"));
    const fields = configFields(config);
    // they decide numbers and no tensor shows them: another valid value is another model
    const free = ["n_head", "activation_function", "layer_norm_epsilon"];
    const flags = Object.keys(fields).filter((field) => typeof fields[field] === "boolean");
    const shown = Object.keys(fields).filter((field) => !free.includes(field) && !flags.includes(field));
    const values = fc.oneof(
      fc.constantFrom(null, -1, 0, 1, 1.5, 1e9, 2 ** 53, "", "12", "gpt2", [], {}, true, undefined),
      fc.integer(),
    );
    const odd = fc.constantFrom(-1, 0, "", "yes", [], {}, "gelu_10", 1.5, "12");
    const change = fc.oneof(
      fc.record({ field: fc.constantFrom(...shown), value: values }),
      fc.record({ field: fc.constantFrom(...free, ...flags), value: odd }),
    );
    const seen = new Set<string>();
    await checkAsyncProperty(
      fc.asyncProperty(change, async ({ field, value }) => {
        writeFileSync(join(changed, "config.json"), JSON.stringify({ ...fields, [field]: value }));
        seen.add(await typedOrEqual(() => load(changed)));
      }),
      { numRuns: 150 },
    );
    expect([...seen].sort()).toEqual(["equal", "typed"]);
  });
});

describe("the header of a safetensors file", () => {
  it("gives each tensor the bytes it says, whatever white space and order it is spelled with", async () => {
    const file = join(changed, "spelled.safetensors");
    await checkAsyncProperty(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1, maxLength: 5 }),
        fc.nat({ max: 3 }),
        fc.nat({ max: 9 }),
        async (names, indent, pad) => {
          fc.pre(!names.includes("__metadata__"));
          const entries = names.map(
            (name, i) => [name, { dtype: "F32", shape: [1], data_offsets: [4 * i, 4 * i + 4] }] as const,
          );
          // an own key __proto__ as well
          const spelled =
            JSON.stringify(Object.fromEntries(entries.reverse()), null, indent) + " ".repeat(pad);
          const text = Buffer.from(spelled);
          const length = Buffer.alloc(8);
          length.writeBigUInt64LE(BigInt(text.length));
          const floats = Buffer.from(Float32Array.from(names, (_, i) => i).buffer);
          writeFileSync(file, Buffer.concat([length, text, floats]));
          const opened = await openSafetensors(file);
          for (const [i, name] of names.entries()) expect((await readTensor(opened, name))[0]).toBe(i);
        },
      ),
      { numRuns: 50 },
    );
  });
});
