import fc from "fast-check";
import { expect, it } from "vitest";
import { BagOfLatentsError } from "../../../src/errors/index.ts";
import { checkAsyncProperty } from "../../../src/vitest/property.ts";
import {
  type ByteMutation,
  byteMutations,
  differencesOf,
  type JsonMutation,
  jsonMutations,
  mutateBytes,
  mutateJson,
} from "./mutations.ts";

/** A reader of files, and a file that it reads. */
export interface FuzzTarget {
  /** "config.json of a model". */
  readonly name: string;
  readonly original: Buffer;
  /** What is mutated beside bytes; default: bytes only. */
  readonly json?: {
    readonly document: unknown;
    /** The file that holds this text instead of the document's. */
    readonly file: (text: string) => Buffer;
    /** The text that a file holds. */
    readonly text: (file: Buffer) => string;
    /** Whether a reader may take another value here as what the user meant. */
    readonly mayDiffer: (pointer: string, mutant: unknown) => boolean;
  };
  /** Bytes from here on are payload: another number there is another file, no damage to be found. */
  readonly payloadFrom?: number;
  /** Everything that decides a number, as text: equal texts, equal numbers. */
  readonly read: (file: Buffer) => Promise<string>;
}

/** Cases per target: some seconds for all of them in `npm test`; `FUZZ_CASES=10000` looks further. */
const CASES = Number(process.env["FUZZ_CASES"] ?? 60);

/**
 * Every mutant of a file is refused by a typed error or read as the file itself.
 *
 * A mutant whose JSON differs only where a user may well write another value may be read as that.
 */
export function fuzz(target: FuzzTarget): void {
  const mutations: fc.Arbitrary<ByteMutation | JsonMutation> = target.json
    ? fc.oneof(byteMutations, jsonMutations)
    : byteMutations;
  it(
    `${target.name}: every mutant is refused by name or read as the original`,
    async () => {
      const want = await target.read(target.original);
      await checkAsyncProperty(
        fc.asyncProperty(mutations, async (mutation) => {
          const mutant = mutantOf(target, mutation);
          const got = await outcomeOf(() => target.read(mutant));
          if (got === null || maybeMeant(target, mutant)) return;
          expect(got).toBe(want);
        }),
        { numRuns: CASES },
      );
    },
    60_000 + 200 * CASES,
  );
}

function mutantOf(
  { original, json, payloadFrom }: FuzzTarget,
  mutation: ByteMutation | JsonMutation,
): Buffer {
  if (isJson(mutation)) return json!.file(mutateJson(json!.document, mutation));
  if (payloadFrom === undefined || mutation.kind === "cut" || mutation.kind === "mark")
    return mutateBytes(original, mutation);
  const head = mutateBytes(original.subarray(0, payloadFrom), mutation);
  return Buffer.concat([head, original.subarray(payloadFrom)]);
}

function isJson(mutation: ByteMutation | JsonMutation): mutation is JsonMutation {
  return ["replace", "drop", "add", "twice"].includes(mutation.kind);
}

/** null: refused by a typed error. Whatever else is thrown fails the law. */
async function outcomeOf(read: () => Promise<string>): Promise<string | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BagOfLatentsError && !hasControls(error.message + error.hint)) return null;
    throw error;
  }
}

/** Control characters other than line feeds and tabs would act on a terminal. */
function hasControls(text: string): boolean {
  return /[^\P{Cc}\n\t]/u.test(text);
}

function maybeMeant({ json }: FuzzTarget, mutant: Buffer): boolean {
  if (!json) return false;
  let document: unknown;
  try {
    document = JSON.parse(json.text(mutant));
  } catch {
    return false;
  }
  const pointers = differencesOf(json.document, document);
  return pointers.length > 0 && pointers.every((pointer) => json.mayDiffer(pointer, document));
}

/** The JSON of a plain text file. */
export function jsonFile(
  document: unknown,
  mayDiffer: (pointer: string, mutant: unknown) => boolean = () => false,
): Required<Pick<FuzzTarget, "original" | "json">> {
  return {
    original: Buffer.from(JSON.stringify(document)),
    json: { document, mayDiffer, file: (text) => Buffer.from(text), text: textOf },
  };
}

/** A text of bytes as editors write it: UTF-8, or UTF-16 with its mark. */
export function textOf(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}

/** A safetensors file whose header is mutated; its numbers stay. */
export function safetensorsFile(
  original: Buffer,
): Required<Pick<FuzzTarget, "original" | "json" | "payloadFrom">> {
  const end = 8 + Number(original.readBigUInt64LE(0));
  const text = (file: Buffer) => file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString("utf8");
  return {
    original,
    payloadFrom: end,
    json: {
      document: JSON.parse(text(original)),
      mayDiffer: (pointer) => pointer.startsWith("/__metadata__"),
      text,
      file: (header) => {
        const bytes = Buffer.from(header);
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(BigInt(bytes.length));
        return Buffer.concat([length, bytes, original.subarray(end)]);
      },
    },
  };
}
