import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { shellLine } from "../files/shell-words.ts";
import { OPTIONS } from "../run/options.ts";

/** Options whose value is a path, and those whose value is one where such a directory is there. */
const PATHS: readonly string[] = [OPTIONS.prompts.flag, OPTIONS.out.flag].map(longFlag);
const SOURCES: readonly string[] = [OPTIONS.model.flag, OPTIONS.sae.flag].map(longFlag);
/** Those whose next word is their value, whatever it looks like. */
const VALUED: readonly string[] = Object.values(OPTIONS)
  .filter(({ flag }) => flag.includes("<"))
  .map(({ flag }) => longFlag(flag));

/**
 * The npm command of what was typed, to be pasted into a shell that stands in the checkout: "npm run reproduce --
 * --bases 300". Paths are those from the checkout, wherever the user stood (`from`); absolute ones stay.
 */
export function commandLine(
  [command = "reproduce", ...rest]: readonly string[],
  { root, from = process.cwd() }: { readonly root: string; readonly from?: string },
): string {
  const words = resolve(from) === resolve(root) ? rest : pathsFrom(root, from, rest);
  return shellLine(["npm", "run", command, ...(words.length > 0 ? ["--", ...words] : [])]);
}

function pathsFrom(root: string, from: string, words: readonly string[]): readonly string[] {
  const moved = (path: string) =>
    isAbsolute(path) || path === "" ? path : relative(root, resolve(from, path)) || ".";
  const moveValue = (flag: string, value: string) => {
    if (PATHS.includes(flag)) return moved(value);
    return SOURCES.includes(flag) && existsSync(resolve(from, value)) ? moved(value) : value;
  };
  return words.map((word, i) => {
    const before = words[i - 1];
    if (before !== undefined && VALUED.includes(before)) return moveValue(before, word);
    const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    if (flag !== undefined) return `${flag}=${moveValue(flag, value!)}`;
    return word.startsWith("-") ? word : moved(word); // a part of a merge
  });
}

function longFlag(flag: string): string {
  return flag.split(" ")[0]!;
}
