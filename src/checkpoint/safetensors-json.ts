import { MalformedFileError } from "../errors/index.ts";

/** Levels of a header: the header, a tensor's entry or the metadata, and a list inside an entry. */
const MAX_DEPTH = 3;

const OPENING_BRACE = 0x7b;
const SPACE = 0x20;

/**
 * The object that a safetensors header spells.
 *
 * JSON.parse alone is more lenient than the format: it is asked only after the bytes have been looked at. The first is
 * `{`, so neither a byte order mark nor white space stands before it; after the last `}` stand spaces alone; no object
 * has a name twice, of which readers take different ones; and nothing lies deeper than the format goes, which would cost
 * fifty times its bytes.
 * Throws: MalformedFileError. Source: github.com/huggingface/safetensors, "Format".
 */
export function parseHeaderJson(file: string, header: Uint8Array): Record<string, unknown> {
  const wrong = (fact: string) => new MalformedFileError({ file, fact: `its safetensors header ${fact}` });
  if (header[0] !== OPENING_BRACE) throw wrong("does not begin with {");
  let end = header.length;
  while (header[end - 1] === SPACE) end--;
  let value: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header.subarray(0, end));
    const fault = faultOf(text);
    if (fault !== null) throw wrong(fault);
    value = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof MalformedFileError) throw cause;
    throw wrong(`is not JSON (${(cause as Error).message})`);
  }
  return value as Record<string, unknown>; // it begins with {
}

/** A name that an object has twice, depth, or bytes after the end; null where there is none of them. */
function faultOf(text: string): string | null {
  const open: (Set<string> | null)[] = []; // names of the objects around; null for a list
  let before = ""; // the last character that is not white space
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : null);
      if (open.length > MAX_DEPTH) return `has lists or objects more than ${MAX_DEPTH} deep`;
    } else if (character === "}" || character === "]") {
      open.pop();
      if (open.length === 0 && i + 1 < text.length) return "is followed by something other than spaces";
    } else if (character === '"') {
      const end = closingQuote(text, i);
      const names = open.at(-1);
      if (names && (before === "{" || before === ",")) {
        const name = JSON.parse(text.slice(i, end + 1)) as string; // "\u0061" is "a"
        if (names.has(name)) return `has ${JSON.stringify(name)} twice`;
        names.add(name);
      }
      i = end;
    }
    if (!/\s/.test(character)) before = character;
  }
  return null;
}

/** Where the string that begins at `start` ends. */
function closingQuote(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
