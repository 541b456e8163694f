import { join } from "node:path";
import { isOrganism } from "../../checkpoint/is-organism.ts";
import { openTokenizer } from "../../checkpoint/tokenizer.ts";
import type { HealthPrompts } from "../../doctor/general.ts";
import { BagOfLatentsError } from "../../errors/index.ts";
import { PACKAGE } from "../../files/checkout.ts";
import { readText } from "../../files/read-text.ts";
import { rngFromSeed } from "../../math/rng.ts";
import type { ModelSizes, Tokens } from "../../model/language-model.ts";
import { drawPrompts } from "../../organism/draw-prompts.ts";

/** As long as the paper's. */
const PROMPT_TOKENS = 10;
/** More than are run: the frequencies of words are counted on all. */
const DRAWN = 1000;
/** With fewer prompts of a text nothing is said of a model by it. */
const LEAST_OF_TEXT = 40;

/**
 * What the doctor looks at a model with: the prompts that were given; the organism's language for an organism; English,
 * the prose of this project's README, where the model's tokenizer makes tokens of it; else random tokens.
 *
 * Throws: nothing of its own: a tokenizer that cannot be read only means random tokens.
 */
export async function doctorPrompts(
  dir: string,
  shape: ModelSizes,
  given: readonly Tokens[] | null,
): Promise<HealthPrompts> {
  if (given !== null && given.length > 0)
    return { source: "the prompts given", isText: true, prompts: given };
  const rng = rngFromSeed("doctor");
  const length = Math.min(PROMPT_TOKENS, shape.positions);
  if (await isOrganism(dir))
    return {
      source: "the organism's language",
      isText: true,
      prompts: drawPrompts(rng.fork("prompts"), DRAWN, length),
    };
  const english = await englishPrompts(dir, shape, length);
  if (english.length >= LEAST_OF_TEXT)
    return { source: "the English of this project's README", isText: true, prompts: english };
  const draw = rng.fork("tokens");
  const prompts = Array.from({ length: DRAWN }, () =>
    Array.from({ length }, () => draw.integer(shape.vocabulary)),
  );
  return { source: "random tokens", isText: false, prompts };
}

/** Stretches of prose as the model's own tokens; none where its tokenizer does not know the words. */
async function englishPrompts(dir: string, shape: ModelSizes, length: number): Promise<readonly Tokens[]> {
  try {
    const text = await readText(join(PACKAGE, "README.md"), { what: "README.md", hint: "Hint: none." });
    const tokens = (await openTokenizer(dir)).encode(proseOf(text));
    if (tokens.some((id) => !(id < shape.vocabulary))) return [];
    return Array.from({ length: Math.floor(tokens.length / length) }, (_, i) =>
      tokens.slice(i * length, (i + 1) * length),
    );
  } catch (error) {
    if (error instanceof BagOfLatentsError) return []; // no tokenizer, or one of other words
    throw error;
  }
}

/** The paragraphs of a Markdown text, without code, tables, pictures, headings and the marks of Markdown. */
export function proseOf(markdown: string): string {
  return markdown
    .replace(/^```[\s\S]*?^```/gm, "")
    .split(/\n\s*\n/)
    .filter((block) => /^[A-Z*`[-]/.test(block.trim()) && !/^\s*(<!--|!\[|\|)/.test(block))
    .map((block) =>
      block
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/[*`_]/g, "")
        .replace(/^- /gm, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .join("\n");
}
