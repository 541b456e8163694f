import { resolve } from "node:path";
import { Command } from "commander";
import { addEveryOption, typedOptions } from "../../src/cli/options.ts";
import { NOTHING_TYPED, type Typed } from "../../src/run/run-options.ts";
import { directory } from "../../src/run/sources/source.ts";
import { ROOT } from "./root.ts";

/** What `reproduce` makes of these words. */
export function typed(...words: readonly string[]): Typed {
  const command = addEveryOption(new Command().exitOverride());
  command.parse([...words], { from: "user" });
  return { ...NOTHING_TYPED, ...typedOptions(command) };
}

/** Where what is typed lies: the checkout, with a model and SAEs of this folder. */
export const place = {
  root: ROOT,
  model: directory(resolve("m")),
  sae: directory(resolve("s")),
  moreSaes: [directory(resolve("k1")), directory(resolve("k2"))],
};
