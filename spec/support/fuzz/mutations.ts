import fc from "fast-check";

/** One change to the bytes of a file; places are taken modulo what there is. */
export type ByteMutation =
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "write"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "insert"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "remove"; readonly at: number; readonly length: number }
  | { readonly kind: "repeat"; readonly at: number; readonly length: number }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "mark"; readonly encoding: "utf8" | "utf16le" };

/** One change to a JSON document. */
export type JsonMutation =
  | { readonly kind: "replace"; readonly at: number; readonly by: unknown }
  | { readonly kind: "drop"; readonly at: number }
  | { readonly kind: "add"; readonly at: number; readonly key: string; readonly value: unknown }
  | { readonly kind: "twice"; readonly at: number; readonly value: unknown };

const somewhere = fc.nat({ max: 1 << 20 });
const someBytes = fc.uint8Array({ minLength: 1, maxLength: 8 });

export const byteMutations: fc.Arbitrary<ByteMutation> = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: somewhere, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant("write" as const), at: somewhere, bytes: someBytes }),
  fc.record({ kind: fc.constant("insert" as const), at: somewhere, bytes: someBytes }),
  fc.record({ kind: fc.constant("remove" as const), at: somewhere, length: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ kind: fc.constant("repeat" as const), at: somewhere, length: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ kind: fc.constant("cut" as const), at: somewhere }),
  fc.record({ kind: fc.constant("mark" as const), encoding: fc.constantFrom("utf8", "utf16le") }),
);

/** Values that a reader did not ask for. */
const HOSTILE: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    "",
    "x",
    -1,
    0,
    1,
    1.5,
    2 ** 53,
    1e308,
    -1e308,
    "1",
    "NaN",
    [],
    {},
    [null],
    [[]],
    { a: {} },
  ],
  ...[
    "\u001b[2J\u0007",
    "../../etc/passwd",
    "a/../b",
    "__proto__",
    "x".repeat(5000),
    "\u202egnp",
    "a\u0000b",
    "|<b>`",
  ],
  [1, 2, 3],
  Array.from({ length: 300 }, () => 0),
];
const KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "x",
  "\u001b[31m",
  "dtype",
  "length",
  "k",
  "format",
];
const hostile = fc.constantFrom(...HOSTILE);

export const jsonMutations: fc.Arbitrary<JsonMutation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("replace" as const), at: somewhere, by: hostile }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("drop" as const), at: somewhere }) },
  fc.record({
    kind: fc.constant("add" as const),
    at: somewhere,
    key: fc.constantFrom(...KEYS),
    value: hostile,
  }),
  fc.record({ kind: fc.constant("twice" as const), at: somewhere, value: hostile }),
);

export function mutateBytes(original: Buffer, mutation: ByteMutation): Buffer {
  if (mutation.kind === "mark") {
    const text = `\ufeff${original.toString("utf8")}`;
    return Buffer.from(text, mutation.encoding);
  }
  const at = original.length === 0 ? 0 : mutation.at % original.length;
  const [before, after] = [original.subarray(0, at), original.subarray(at)];
  switch (mutation.kind) {
    case "flip": {
      const mutant = Buffer.from(original);
      if (at < mutant.length) mutant[at] = mutant[at]! ^ (1 << mutation.bit);
      return mutant;
    }
    case "write":
      return Buffer.concat([before, mutation.bytes, after.subarray(mutation.bytes.length)]);
    case "insert":
      return Buffer.concat([before, mutation.bytes, after]);
    case "remove":
      return Buffer.concat([before, after.subarray(mutation.length)]);
    case "repeat":
      return Buffer.concat([before, after.subarray(0, mutation.length), after]);
    case "cut":
      return Buffer.from(before);
  }
}

type Path = readonly (string | number)[];

/** The text of a document with one change in it. */
export function mutateJson(document: unknown, mutation: JsonMutation): string {
  const copy = { root: structuredClone(document) };
  const wanted = mutation.kind === "add" || mutation.kind === "twice" ? isContainer : () => true;
  const places = pathsOf(copy.root).filter((path) => wanted(valueAt(copy.root, path)));
  const path = places[mutation.at % Math.max(1, places.length)] ?? [];
  const parent = valueAt(copy, ["root", ...path].slice(0, -1)) as Record<string | number, unknown>;
  const key = ["root", ...path].at(-1)!;
  const here = parent[key] as Record<string, unknown>;
  switch (mutation.kind) {
    case "replace":
      parent[key] = mutation.by;
      break;
    case "drop":
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else if (path.length > 0) delete parent[key];
      break;
    case "add":
      if (Array.isArray(here)) here.push(mutation.value);
      else Object.defineProperty(here, mutation.key, { value: mutation.value, ...OWN });
      break;
    case "twice": {
      const first = Array.isArray(here) ? undefined : Object.keys(here)[0];
      if (first === undefined) break;
      Object.defineProperty(here, AGAIN, { value: mutation.value, ...OWN });
      return JSON.stringify(copy.root).replace(JSON.stringify(AGAIN), JSON.stringify(first));
    }
  }
  return JSON.stringify(copy.root) ?? "";
}

const OWN = { enumerable: true, configurable: true, writable: true } as const;
const AGAIN = "the name of its first sibling";

/** Where two documents differ, as JSON pointers; whole branches where one side has none. */
export function differencesOf(a: unknown, b: unknown, at = ""): readonly string[] {
  if (Object.is(a, b)) return [];
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return [at];
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap((key) =>
    Object.hasOwn(left, key) && Object.hasOwn(right, key)
      ? differencesOf(left[key], right[key], `${at}/${key}`)
      : [`${at}/${key}`],
  );
}

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (!isContainer(value)) return [path];
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value as object);
  return [path, ...keys.flatMap((key) => pathsOf((value as Record<string, unknown>)[key], [...path, key]))];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], root);
}

function isContainer(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
