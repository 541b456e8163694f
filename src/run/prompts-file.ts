import { extname } from "node:path";
import { openTokenizer } from "../checkpoint/tokenizer.ts";
import { BagOfLatentsError, MalformedFileError } from "../errors/index.ts";
import { readText } from "../files/read-text.ts";
import { checkTokens } from "../model/call-plan.ts";
import type { ModelSizes, Tokens } from "../model/language-model.ts";

/**
 * Reads prompts: `.json` (an array of token-id arrays), `.jsonl` (one such array a line) or `.txt` (one prompt of
 * text a line, blank lines left out; `tokenizerDir` must then hold a tokenizer).
 *
 * Every prompt fits the model: 1 to n_positions tokens of its vocabulary.
 * Throws: MissingFileError; MalformedFileError naming file and prompt or line.
 */
export async function readPromptsFile(
  file: string,
  options: { readonly shape: ModelSizes; readonly tokenizerDir: string },
): Promise<readonly Tokens[]> {
  const text = await readText(file, {
    what: "the prompts file",
    hint: "Hint: --prompts takes a .json, .jsonl or .txt file.",
  });
  const prompts = await parse(file, text, options);
  if (prompts.length === 0) throw malformed(file, "holds no prompts");
  return prompts.map(({ where, tokens }) =>
    located(file, where, () => {
      checkTokens(tokens, options.shape);
      return tokens;
    }),
  );
}

/** A prompt and where it stands, for errors. */
interface Located {
  readonly where: string;
  readonly tokens: Tokens;
}

async function parse(
  file: string,
  text: string,
  { shape, tokenizerDir }: { readonly shape: ModelSizes; readonly tokenizerDir: string },
): Promise<readonly Located[]> {
  const lines = text
    .split(/\r?\n/)
    .map((line, i) => ({ where: `line ${i + 1}`, line }))
    .filter(({ line }) => line.trim() !== "");
  switch (extname(file).toLowerCase()) {
    case ".json": {
      const value = parseJson(file, "the file", text);
      if (!Array.isArray(value)) throw malformed(file, "is not a JSON array of token-id arrays");
      return value.map((entry, i) => ({
        where: `prompt ${i}`,
        tokens: tokenIds(file, `prompt ${i}`, entry),
      }));
    }
    case ".jsonl":
      return lines.map(({ where, line }) => ({
        where,
        tokens: tokenIds(file, where, parseJson(file, where, line)),
      }));
    case ".txt": {
      const tokenizer = await openTokenizer(tokenizerDir, shape);
      return lines.map(({ where, line }) => ({
        where,
        tokens: located(file, where, () => tokenizer.encode(line)),
      }));
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

function malformed(file: string, fact: string): MalformedFileError {
  return new MalformedFileError({
    file,
    fact,
    hint: "Hint: write a JSON array of token-id arrays, one array a line (.jsonl), or one text a line (.txt).",
  });
}
