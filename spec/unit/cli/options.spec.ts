import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addEveryOption, typedOptions } from "../../../src/cli/options.ts";
import { ownPaper, papers } from "../../../src/papers/index.ts";
import { OWN } from "../../../src/papers/own.ts";
import { checkOptions } from "../../../src/run/check-options.ts";
import { claimFiles } from "../../../src/run/claim-files.ts";
import { parseNames } from "../../../src/run/parse-option.ts";
import {
  defaultRunOptions,
  identityOptions,
  isDefaultRun,
  NOTHING_TYPED,
  optionsAgain,
  organismPlace,
  partOptions,
  type RunOptions,
  runOptions,
  type Typed,
  typedOfPart,
} from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/source.ts";
import { ROOT } from "../../support/root.ts";

const names = papers.map(({ id }) => id);

/** What `reproduce` makes of these words. */
function typed(...words: readonly string[]): Typed {
  const command = addEveryOption(new Command().exitOverride());
  command.parse([...words], { from: "user" });
  return { ...NOTHING_TYPED, ...typedOptions(command) };
}

/** Every option of a run typed at once, none as it stands by itself. */
const ALL = typed(
  ...[
    "--model",
    "m",
    "--sae",
    "s",
    "--prompts",
    "p.json",
    "--bases",
    "7",
    "--more-bases",
    "9",
    "--seed",
    "x",
  ],
  ...["--out", "o", "--threads", "5", "--device", "cuda", "--authors-grid", "--paper", names[0]!],
  ...["--claim", "plateau-order.real-over-random", "--shard", "2/3"],
);
const place = { root: ROOT, model: directory(resolve("m")), sae: directory(resolve("s")) };
const run = runOptions(ALL, place);

describe("an option of a run", () => {
  it("stands in the run as it was typed, paths from here", () => {
    expect(run).toEqual({
      ...place,
      root: undefined,
      prompts: resolve("p.json"),
      bases: 7,
      moreBases: 9,
      seed: "x",
      out: resolve("o"),
      threads: 5,
      device: "cuda",
      grid: "authors",
      papers: ["synthetic-activations"],
      claim: ["synthetic-activations/plateau-order"],
      shard: { index: 2, of: 3 },
      runStore: null,
      parts: [],
    });
  });

  it("is the shipped organism's where nothing is typed", () => {
    expect(typed()).toEqual(NOTHING_TYPED);
    expect(runOptions(typed(), organismPlace(ROOT))).toEqual(defaultRunOptions(ROOT));
    expect(defaultRunOptions("/repo").model).toEqual(directory("/repo/fixtures/organism"));
    expect(defaultRunOptions("/repo").out).toBe("/repo/reports/latest");
  });

  it("stands in the identity where it says which curves there are or decides their bits, and nowhere else", () => {
    expect(identityOptions(run, { moreBases: 28 })).toEqual({
      bases: 7,
      moreBases: 28,
      seed: "x",
      threads: 5,
      device: "cuda",
      grid: "authors",
      claim: ["synthetic-activations/plateau-order"],
    });
  });

  it("is in the header of a part, so that a merge opens the same run but for its folder and share", () => {
    const carried = JSON.parse(JSON.stringify(partOptions(ALL)));
    expect(carried).toMatchObject({ model: "m", sae: "s", prompts: "p.json", grid: true });
    const merged = runOptions(typedOfPart(carried), place);
    expect(merged).toEqual({ ...run, shard: null, out: defaultRunOptions(ROOT).out });
  });

  it("typed again as it is told gives the same run", () => {
    const elsewhere = { papers: null, claim: null, shard: null, out: defaultRunOptions(ROOT).out };
    const again = (one: RunOptions) => {
      const words = optionsAgain(one, { root: ROOT, onSubject: false }).trim().split(" ");
      return runOptions(typed(...words), place);
    };
    expect(again(run)).toEqual({ ...run, ...elsewhere });
    expect(optionsAgain(run, { root: ROOT, onSubject: false })).toMatch(
      /^ --model m --sae s --prompts p.json/,
    );
    expect(optionsAgain(defaultRunOptions(ROOT), { root: ROOT, onSubject: false })).toBe("");
  });

  it("is told by the name it was fetched by, where there is one", () => {
    const model = { dir: "/cache/commit", name: "openai-community/gpt2", typed: "gpt2" };
    const fetched = { ...defaultRunOptions(ROOT), model, sae: { ...model, typed: "gpt2-small-res-jb" } };
    expect(optionsAgain(fetched, { root: ROOT, onSubject: true })).toBe(
      " --model gpt2 --sae gpt2-small-res-jb",
    );
  });

  it("makes another run than the goldens are about, be it only --more-bases", () => {
    expect(isDefaultRun(runOptions(typed("--more-bases", "2000"), organismPlace(ROOT)), ROOT)).toBe(false);
    expect(isDefaultRun(runOptions(typed("--paper", names[0]!), organismPlace(ROOT)), ROOT)).toBe(true);
  });
});

describe("--paper", () => {
  const parse = (text: string, before?: readonly string[]) => parseNames(text, before);
  const check = (...papers: readonly string[]) => checkOptions(ROOT, { ...NOTHING_TYPED, papers });

  it("takes one name, several with commas, or several times one; each counts once", () => {
    expect(parse("b")).toEqual(["b"]);
    expect(parse("c, a")).toEqual(["c", "a"]);
    expect(parse("b", parse("c,b"))).toEqual(["c", "b"]);
  });

  it("refuses a name it does not know, and lists those it does", () => {
    expect(() => check(...names)).not.toThrow();
    for (const wrong of ["d", "", " "])
      expect(() => check(names[0]!, wrong)).toThrow(
        `--paper is "${wrong}"; it must be ${names.join(" or ")}.`,
      );
  });

  it("knows the papers that claims are filed under", () => {
    const folders = readdirSync(join(ROOT, "spec/claims"), { withFileTypes: true });
    const filed = folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    expect(filed).toEqual([...names].sort());
  });

  it("and the other options say of the own paper what it says itself", () => {
    const { subject, protocol } = ownPaper;
    const { bases, moreBasesTimes } = protocol;
    expect(OWN).toEqual({ subject: subject.name, hook: subject.hook, bases, moreBasesTimes });
  });
});

describe("the files of a run's claims", () => {
  const files = (claim: string | null, papers: readonly string[] | null = null) =>
    claimFiles(ROOT, { claim: claim === null ? null : parseNames(claim), papers });
  const file = "spec/claims/synthetic-activations/plateau-order.spec.ts";

  it("are found by the name of a file, by that of one of its parts, and by paper and file", () => {
    expect(files("plateau-order")).toEqual([file]);
    expect(files("plateau-order.real-over-random")).toEqual([file]);
    expect(files("synthetic-activations/plateau-order")).toEqual([file]);
    expect(files(null)).toContain(file);
    expect(files(null)).toEqual(files(null, ["synthetic-activations"]));
  });

  it.each(["order", "plateau", "", "../claims/synthetic-activations/plateau-order", "other/plateau-order"])(
    "are none for %j, which is refused",
    (claim) => {
      expect(() => files(claim)).toThrow(
        `--claim is "${claim}"; it must be a claim in spec/claims: E5 or bag-resembles-real-less; E2 or earlier-`,
      );
    },
  );

  it("are none of another paper's", () => {
    expect(() => files("plateau-order", ["other"])).toThrow(
      "a claim of other in spec/claims: there is none.",
    );
  });

  it("are found by what their hypotheses go by, in either case, several at once, each once and in order", () => {
    const other = "spec/claims/synthetic-activations/earlier-towards-real.spec.ts";
    for (const same of ["E9", "e9", "plateau-order,E9"]) expect(files(same)).toEqual([file]);
    for (const same of ["E9,E2", "e2, plateau-order"]) expect(files(same)).toEqual([other, file]);
    expect(() => files("E9,E4")).toThrow('--claim is "E4"; it must be a claim in spec/claims: E5 or bag-');
  });

  it("are suggested where a name is nearly one", () => {
    for (const [wrong, meant] of [
      ["step-like", "step-like-response"],
      ["erlier-towards-real", "earlier-towards-real"],
      ["e11", "E10"],
    ] as const)
      expect(() => files(wrong)).toThrow(
        expect.objectContaining({
          hint: `Hint: did you mean ${meant}? npm run reproduce -- --claim ${meant}`,
        }),
      );
  });

  it("are one run, whichever way and in whichever order they are named", () => {
    const named = (...words: readonly string[]) => runOptions(typed(...words), place).claim;
    expect(named("--claim", "E9,E2")).toEqual(
      named("--claim", "earlier-towards-real", "--claim", "plateau-order.real-over-random,e9"),
    );
  });
});
