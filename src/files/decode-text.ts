import { MalformedFileError } from "../errors/index.ts";

/** How the bytes of a text file are to be read, by their first ones, and how many of these say so. */
export interface Encoding {
  readonly name: "utf-8" | "utf-16le" | "utf-16be";
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/** By the byte order mark; UTF-8 where there is none. Throws: MalformedFileError for UTF-32. */
export function encodingOf(file: string, first: Uint8Array): Encoding {
  const [a, b, c, d] = first;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) throw notText(file, 1, "is UTF-32");
  if (a === 0xff && b === 0xfe) return { name: "utf-16le", mark: 2 };
  if (a === 0xfe && b === 0xff) return { name: "utf-16be", mark: 2 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: "utf-8", mark: 3 };
  return { name: "utf-8", mark: 0 };
}

/**
 * The text of some bytes, which begin at line `line` of the file. No byte is passed over or replaced.
 *
 * Throws: MalformedFileError with the line, and the byte within it, for bytes that are no text.
 */
export function decodeText(file: string, bytes: Uint8Array, { name }: Encoding, line = 1): string {
  let text: string;
  try {
    text = new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw firstBadByte(file, bytes, name, line);
  }
  const nul = text.indexOf("\0");
  if (nul < 0) return text;
  const before = text.slice(0, nul).split("\n");
  throw notText(file, line + before.length - 1, "holds a NUL character");
}

/** Bytes that are no text: binary, of another encoding, or damaged. */
function notText(file: string, line: number, fact: string): MalformedFileError {
  return new MalformedFileError({
    file,
    fact: `line ${line} ${fact}, so the file is no text in UTF-8, nor in UTF-16 with its byte order mark`,
    hint: "Hint: save it as UTF-8, or name another file.",
  });
}

/** The first byte that no continuation would make valid, by halving: a prefix that fails fails however long it gets. */
function firstBadByte(
  file: string,
  bytes: Uint8Array,
  name: Encoding["name"],
  line: number,
): MalformedFileError {
  let good = 0; // a prefix of this length decodes
  let bad = bytes.length + 1; // one of this length does not; past the end: the last character is cut short
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decodes(bytes.subarray(0, middle), name)) good = middle;
    else bad = middle;
  }
  const before = new TextDecoder(name).decode(bytes.subarray(0, good)).split("\n");
  const at = line + before.length - 1;
  if (good >= bytes.length) return notText(file, at, "ends within a character");
  const byte = bytes[good]!.toString(16).padStart(2, "0");
  return notText(file, at, `holds the byte 0x${byte} where no character has it`);
}

function decodes(prefix: Uint8Array, name: Encoding["name"]): boolean {
  try {
    new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(prefix, { stream: true });
    return true;
  } catch {
    return false;
  }
}
