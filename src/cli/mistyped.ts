import type { Command, Option } from "commander";
import { didYouMean } from "../errors/did-you-mean.ts";
import { shellLine } from "../files/shell-words.ts";

/** An option as it was typed, and the one it is likeliest to mean. */
export interface Mistyped {
  readonly flag: string;
  readonly meant: string | null;
}

/**
 * The first word of a command that looks like a long option and is none of its own; null where there is none.
 *
 * It is looked for before commander parses: what is missing is then not told of who mistyped it.
 */
export function mistypedOption(command: Command, words: readonly string[]): Mistyped | null {
  if (command.commands.length > 0) return null; // its own commands have options of their own
  const own = new Map<string, Option>();
  for (const option of command.createHelp().visibleOptions(command)) {
    if (option.long) own.set(option.long, option);
    if (option.short) own.set(option.short, option);
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--") return null;
    const [flag = ""] = word.split("=");
    const option = own.get(flag);
    if (option) {
      if (option.required && !word.includes("=")) i++; // the next word is its value, whatever it looks like
    } else if (/^--\w/.test(flag))
      return {
        flag,
        meant: didYouMean(
          flag,
          [...own.keys()].filter((name) => name.startsWith("--")),
        ),
      };
  }
  return null;
}

/**
 * The command as it would be typed with the `--` that was forgotten; null where none was.
 *
 * `npm run reproduce --bases 40` gives npm the option, which says so in the environment (`npm_config_bases=true` and
 * the value among the arguments, or `npm_config_bases=40` of `--bases=40`), and the command the rest.
 */
export function forgottenDashes(
  command: Command,
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const taken = command.options.flatMap((option) => {
    const { long } = option;
    const value = long && environment[`npm_config_${long.slice(2).replaceAll("-", "_")}`];
    if (!long || !value || NPMS_OWN.has(long)) return [];
    return [value === "true" || value === "" ? { long, value: null, option } : { long, value, option }];
  });
  if (taken.length === 0) return null;
  const rest = [...words];
  const typed = taken.map(({ long, value, option }) => {
    const text = value ?? (option.required ? rest.shift() : undefined);
    return text === undefined ? [long] : [long, text];
  });
  return shellLine(["npm", "run", command.name(), "--", ...typed.flat(), ...rest]);
}

/** Options that npm knows itself, so that their being set says nothing of what was typed. */
const NPMS_OWN: ReadonlySet<string> = new Set(["--json", "--help", "--version", "--prefix", "--target"]);
