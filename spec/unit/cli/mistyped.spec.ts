import { Command } from "commander";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forgottenDashes, mistypedOption } from "../../../src/cli/mistyped.ts";
import { addEveryOption } from "../../../src/cli/options.ts";
import { didYouMean } from "../../../src/errors/did-you-mean.ts";
import { cli, start } from "../../support/commands.ts";
import { ROOT } from "../../support/root.ts";

const command = addEveryOption(new Command("reproduce"));
const flags = command.options.flatMap(({ long }) => long ?? []);

describe("an option that is none", () => {
  it.each([
    [["--modle", "X"], "--modle", "--model"],
    [["--base", "40"], "--base", "--bases"],
    [["--basis=40"], "--basis", "--bases"],
    [["--frobnicate"], "--frobnicate", null],
    [["--bases", "40", "--promtps", "x"], "--promtps", "--prompts"],
  ])("of %j is named, with what was meant", (words, flag, meant) => {
    expect(mistypedOption(command, words)).toEqual({ flag, meant });
  });

  it.each([
    [["--bases", "40", "--no-sae", "--seed=--x"]],
    [["--out", "--strange-folder"]],
    [["--", "--modle"]],
    [["--help"]],
    [["-h"]],
  ])("is not seen in %j", (words) => {
    expect(mistypedOption(command, words)).toBeNull();
  });

  it("is told before what is missing", async () => {
    const { code, errors } = await start(cli("doctor", "--modle", "X"), {}, { cwd: ROOT }).ended;
    expect([code, errors]).toEqual([
      2,
      "error: unknown option '--modle'\n(Did you mean --model?)\n(add --help for usage)\n",
    ]);
  });
});

describe("options that npm took", () => {
  it.each([
    [["40"], { npm_config_bases: "true" }, "npm run reproduce -- --bases 40"],
    [[], { npm_config_bases: "40" }, "npm run reproduce -- --bases 40"],
    [[], { npm_config_dry_run: "true" }, "npm run reproduce -- --dry-run"],
    [["my model"], { npm_config_model: "true" }, "npm run reproduce -- --model 'my model'"],
    [
      ["m"],
      { npm_config_model: "true", npm_config_more_bases: "9" },
      "npm run reproduce -- --model m --more-bases 9",
    ],
  ])("are typed again behind the --: %j with %j", (words, environment, again) => {
    expect(forgottenDashes(command, words, environment)).toBe(again);
  });

  it.each([[{}], [{ npm_config_json: "true" }], [{ npm_config_bases: "" }], [{ npm_config_cache: "/x" }]])(
    "are not seen in %j",
    (environment) => {
      expect(forgottenDashes(command, [], environment)).toBeNull();
    },
  );
});

describe("did you mean", () => {
  it("finds every flag behind one swap, one letter more and one less", () => {
    fc.assert(
      fc.property(fc.constantFrom(...flags.filter((flag) => flag.length > 6)), fc.nat(), (flag, at) => {
        const i = 3 + (at % (flag.length - 4));
        const swapped = flag.slice(0, i) + flag[i + 1]! + flag[i]! + flag.slice(i + 2);
        for (const typed of [
          swapped,
          `${flag.slice(0, i)}q${flag.slice(i)}`,
          flag.slice(0, i) + flag.slice(i + 1),
        ])
          if (!flags.includes(typed)) expect(didYouMean(typed, flags)).not.toBeNull();
        expect(didYouMean(flag, flags)).toBe(flag);
      }),
    );
  });

  it.each([
    ["gpt2-small", ["gpt2", "gpt2-medium", "gpt2-xl", "distilgpt2"], "gpt2"],
    ["gtp2", ["gpt2", "gpt2-medium"], "gpt2"],
    ["pythia-70m", ["gpt2", "gpt2-medium"], null],
    ["", ["gpt2"], null],
  ])("of %j among %j is %s", (word, known, meant) => {
    expect(didYouMean(word, known)).toBe(meant);
  });
});

it("--version prints the version of package.json", async () => {
  const { default: manifest } = await import("../../../package.json", { with: { type: "json" } });
  const { code, out } = await start(cli("--version"), {}, { cwd: ROOT }).ended;
  expect([code, out]).toEqual([0, `${manifest.version}\n`]);
});
