import { type Command, Option } from "commander";
import type { FlagRow } from "../run/option-row.ts";
import { OPTIONS } from "../run/options.ts";
import type { OptionName, Typed } from "../run/run-options.ts";

/** In what an option of one command differs from its row. */
interface Differences {
  readonly help?: string;
  /** null: no default. */
  readonly standard?: string | number | null;
  readonly required?: true;
}

const rowOf = (name: OptionName) => OPTIONS[name] as unknown as FlagRow<unknown>;
const namesOf = () => Object.keys(OPTIONS) as OptionName[];
const takesValue = (flag: string) => flag.includes("<");

/** The option of a row, for commands that share it. */
export function optionOf(name: OptionName, differences: Differences = {}): Option {
  const { flag, parse } = rowOf(name);
  const { help, standard, required = false } = { ...rowOf(name), ...differences };
  const option = new Option(flag, help).makeOptionMandatory(required);
  if (standard !== null) option.default(standard);
  return takesValue(flag) ? option.argParser(parse) : option;
}

/** The option that says no to another: `--no-sae`. */
export function refusalOf(name: OptionName, help = rowOf(name).no): Option {
  return new Option(`--no-${longName(name)}`, help);
}

/** Gives a command every option there is, in the order of the rows. */
export function addEveryOption(command: Command): Command {
  for (const name of namesOf()) {
    command.addOption(optionOf(name));
    if (rowOf(name).no !== undefined) command.addOption(refusalOf(name));
  }
  return command;
}

/** What was typed for a command, defaults included; what was not, or what it does not take, is left out. */
export function typedOptions(command: Command): Partial<Typed> {
  const typed = namesOf().flatMap((name) => {
    const value: unknown = command.getOptionValue(new Option(rowOf(name).flag).attributeName());
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(typed);
}

function longName(name: OptionName): string {
  return new Option(rowOf(name).flag).name();
}
