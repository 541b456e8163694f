import type { FileHandle } from "node:fs/promises";
import { MalformedFileError, MissingFileError } from "../errors/index.ts";
import { MAX_LINE_BYTES, MAX_TEXT_BYTES, TEXT_PIECE_BYTES } from "../limits.ts";
import { decodeText, type Encoding, encodingOf } from "./decode-text.ts";
import { type NamedFile, withOrdinaryFile } from "./ordinary-file.ts";

/**
 * The whole of a text file a user named: UTF-8, or UTF-16 with its byte order mark, which is dropped.
 *
 * Throws: MissingFileError with the reason; MalformedFileError with the line for bytes that are no such text.
 */
export function readText(file: string, named: NamedFile): Promise<string> {
  return withOrdinaryFile(file, named, async (handle, size) =>
    textOf(file, await whole(file, named, handle, size)),
  );
}

/** The same of a file that need not be there; null where it is not. Throws: as `readText` for one that is there. */
export async function readTextIfThere(file: string, named: NamedFile): Promise<string | null> {
  return readText(file, named).catch((error: { readonly cause?: unknown }) => {
    if ((error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return null;
    throw error;
  });
}

/** One line of a file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/**
 * Hands on the lines of a text file one by one, until `each` says that it has enough by giving false. No more of the
 * file is in memory than a line.
 *
 * Throws: as `readText`, and MalformedFileError for a line that is too long; what `each` throws.
 */
export function readLines(file: string, named: NamedFile, each: (line: Line) => boolean): Promise<void> {
  return withOrdinaryFile(file, named, async (handle, size) => {
    const first = await piece(file, named, handle, 4);
    const encoding = encodingOf(file, first);
    if (encoding.name !== "utf-8") {
      // a line feed is two bytes there; such files come from a desktop, not from a data set
      const rest = await whole(file, named, handle, size);
      linesOf(textOf(file, Buffer.concat([first, rest]))).every(each);
      return;
    }
    await bytesOfLines(file, encoding, first.subarray(encoding.mark), each, () =>
      piece(file, named, handle, TEXT_PIECE_BYTES),
    );
  });
}

/** Puts lines together from pieces, and decodes each by itself: no other character has the byte of a line feed. */
async function bytesOfLines(
  file: string,
  encoding: Encoding,
  first: Buffer,
  each: (line: Line) => boolean,
  next: () => Promise<Buffer>,
): Promise<void> {
  let number = 1;
  let open: Buffer[] = []; // pieces of the line that has no end yet
  let held = 0;
  const hand = (): boolean => {
    const text = decodeText(file, Buffer.concat(open), encoding, number);
    open = [];
    held = 0;
    return each({ number: number++, text: withoutReturn(text) });
  };
  const hold = (bytes: Buffer): void => {
    open.push(bytes);
    held += bytes.length;
    if (held > MAX_LINE_BYTES) throw tooLongLine(file, number);
  };
  for (let read = first, opening = true; opening || read.length > 0; read = await next(), opening = false) {
    let start = 0;
    for (let end = read.indexOf(0x0a); end >= 0; end = read.indexOf(0x0a, start)) {
      hold(read.subarray(start, end));
      start = end + 1;
      if (!hand()) return;
    }
    hold(read.subarray(start));
  }
  if (held > 0) hand();
}

function textOf(file: string, bytes: Uint8Array): string {
  const encoding = encodingOf(file, bytes);
  return decodeText(file, bytes.subarray(encoding.mark), encoding);
}

function linesOf(text: string): readonly Line[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line, i) => ({ number: i + 1, text: withoutReturn(line) }));
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** The rest of a file, also where it grows while it is read or says no size, as those of /proc do. */
async function whole(file: string, named: NamedFile, handle: FileHandle, size: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  if (size > MAX_TEXT_BYTES) throw tooLarge(file, named, size);
  for (;;) {
    const part = await piece(file, named, handle, Math.max(TEXT_PIECE_BYTES, size - bytes));
    if (part.length === 0) return Buffer.concat(parts);
    parts.push(part);
    bytes += part.length;
    if (bytes > MAX_TEXT_BYTES) throw tooLarge(file, named, bytes);
  }
}

async function piece(file: string, named: NamedFile, handle: FileHandle, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  try {
    const { bytesRead } = await handle.read(buffer, 0, length);
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw new MissingFileError({ file, ...named, cause });
  }
}

function tooLarge(file: string, named: NamedFile, bytes: number): MissingFileError {
  const mb = (n: number) => Math.round(n / 1e6);
  return new MissingFileError({
    file,
    ...named,
    reason: `it is too large, ${mb(bytes)} MB where at most ${mb(MAX_TEXT_BYTES)} MB can be read as one text`,
  });
}

function tooLongLine(file: string, number: number): MalformedFileError {
  return new MalformedFileError({
    file,
    fact: `line ${number} is longer than ${MAX_LINE_BYTES / (1 << 20)} MiB`,
    hint: "Hint: one prompt a line; a file without line feeds is no .jsonl and no .txt of prompts.",
  });
}
