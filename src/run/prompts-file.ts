import { extname } from "node:path";
import { openTokenizer } from "../checkpoint/tokenizer.ts";
import { BagOfLatentsError, MalformedFileError } from "../errors/index.ts";
import { withOrdinaryFile } from "../files/ordinary-file.ts";
import { readLines, readText } from "../files/read-text.ts";
import { MAX_PROMPTS } from "../limits.ts";
import { checkTokens } from "../model/call-plan.ts";
import type { ModelSizes, Tokens } from "../model/language-model.ts";

/** Prompts of a file, in its order. */
export interface PromptsOfFile {
  readonly prompts: readonly Tokens[];
  /** How many had more tokens than were asked for, and were cut to their first ones. */
  readonly cut: number;
}

const named = { what: "the prompts file", hint: "Hint: --prompts takes a .json, .jsonl or .txt file." };

/** Makes sure, before anything is fetched or opened, that there is a file of prompts. Throws: MissingFileError. */
export function checkPromptsFile(file: string): Promise<void> {
  return withOrdinaryFile(file, named, async () => undefined);
}

/**
 * Reads prompts: `.json` (an array of token-id arrays), `.jsonl` (one such array a line) or `.txt` (one prompt of
 * text a line, blank lines left out; `tokenizerDir` must then hold a tokenizer). Lines are read one by one.
 *
 * A prompt is cut to `tokens` first (left out: not at all), and what is left must fit the model: 1 to n_positions tokens
 * of its vocabulary. Throws: MissingFileError with the reason; MalformedFileError naming file and prompt or line.
 */
export async function readPromptsFile(
  file: string,
  options: { readonly shape: ModelSizes; readonly tokenizerDir: string; readonly tokens?: number },
): Promise<PromptsOfFile> {
  const { shape, tokens: most = Number.POSITIVE_INFINITY } = options;
  const prompts: Tokens[] = [];
  let cut = 0;
  await eachPrompt(file, options, (where, all) => {
    if (prompts.length === MAX_PROMPTS) throw malformed(file, `holds more than ${MAX_PROMPTS} prompts`);
    const tokens = all.length > most ? all.slice(0, most) : all;
    if (tokens.length < all.length) cut++;
    if (tokens.length === 0) throw empty(file, where);
    located(file, where, () => checkTokens(tokens, shape));
    prompts.push(tokens);
  });
  if (prompts.length === 0) throw malformed(file, "holds no prompts");
  return { prompts, cut };
}

/** Hands on every prompt with where it stands, for errors. */
async function eachPrompt(
  file: string,
  { shape, tokenizerDir }: { readonly shape: ModelSizes; readonly tokenizerDir: string },
  hand: (where: string, tokens: Tokens) => void,
): Promise<void> {
  const eachLine = (use: (where: string, line: string) => void) =>
    readLines(file, named, ({ number, text }) => {
      if (text.trim() !== "") use(`line ${number}`, text);
      return true;
    });
  switch (extname(file).toLowerCase()) {
    case ".json": {
      const value = parseJson(file, "the file", await readText(file, named));
      if (!Array.isArray(value)) throw malformed(file, "is not a JSON array of token-id arrays");
      value.forEach((entry, i) => void hand(`prompt ${i}`, tokenIds(file, `prompt ${i}`, entry)));
      return;
    }
    case ".jsonl":
      return eachLine((where, line) => hand(where, tokenIds(file, where, parseJson(file, where, line))));
    case ".txt": {
      const tokenizer = await openTokenizer(tokenizerDir, shape);
      return eachLine((where, line) =>
        hand(
          where,
          located(file, where, () => tokenizer.encode(line)),
        ),
      );
    }
    default:
      throw malformed(file, "is neither .json nor .jsonl nor .txt");
  }
}

function tokenIds(file: string, where: string, value: unknown): Tokens {
  if (!Array.isArray(value) || value.some((id) => typeof id !== "number"))
    throw malformed(file, `${where} is not an array of token ids`);
  return value as number[];
}

function parseJson(file: string, where: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(file, `${where} is not JSON (${(cause as Error).message})`);
  }
}

/** Runs a check and says in which file and line it failed. */
function located<T>(file: string, where: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof BagOfLatentsError)) throw error;
    throw new MalformedFileError({
      file,
      fact: `${where}: ${error.message.replace(/\.$/, "")}`,
      hint: error.hint,
    });
  }
}

function empty(file: string, where: string): MalformedFileError {
  return new MalformedFileError({
    file,
    fact: `${where}: the length of the prompt is 0; it has no token`,
    hint: "Hint: leave empty prompts out; every other has at least one token.",
  });
}

function malformed(file: string, fact: string): MalformedFileError {
  return new MalformedFileError({
    file,
    fact,
    hint: "Hint: write a JSON array of token-id arrays, one array a line (.jsonl), or one text a line (.txt).",
  });
}
