import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Grid } from "../../../src/experiment/scales.ts";
import { shellLine } from "../../../src/files/shell-words.ts";
import { ownPaper, papers } from "../../../src/papers/index.ts";
import { OWN } from "../../../src/papers/own.ts";
import { checkOptions } from "../../../src/run/check-options.ts";
import { parsePartOptions } from "../../../src/run/out/part-options.ts";
import { folderOfTry, standardFolder } from "../../../src/run/out/standard-folder.ts";
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
  typedOfPart,
} from "../../../src/run/run-options.ts";
import { directory } from "../../../src/run/sources/source.ts";
import { checkProperty } from "../../../src/vitest/property.ts";
import { ROOT } from "../../support/root.ts";
import { place, typed } from "../../support/typed-options.ts";

const names = papers.map(({ id }) => id);

/** Every option of a run typed at once, none as it stands by itself. */
const ALL = typed(
  ...[
    "--model",
    "m",
    "--sae",
    "s",
    "--more-saes",
    "k1,k2",
    "--prompts",
    "p.json",
    "--at",
    "h",
    "--prompt-tokens",
    "12",
    "--bos",
    "--freeze",
    "mlp",
    "--bases",
    "7",
    "--more-bases",
    "9",
    "--seed",
    "x",
  ],
  ...[
    "--out",
    "o",
    "--threads",
    "5",
    "--workers",
    "3",
    "--device",
    "cuda",
    "--authors-grid",
    "--paper",
    names[0]!,
  ],
  ...["--claim", "plateau-order.real-over-random", "--shard", "2/3"],
);
const run = runOptions(ALL, place);
const named =
  "m+s+saes-k1-k2+prompts-p+h+prompt-tokens-12+bos+frozen-mlp+bases-7+more-bases-9+seed-x+cuda+authors-grid";

describe("an option of a run", () => {
  it("stands in the run as it was typed, paths from here", () => {
    expect(run).toEqual({
      ...place,
      root: undefined,
      prompts: resolve("p.json"),
      at: "h",
      promptTokens: 12,
      bos: true,
      freeze: "mlp",
      bases: 7,
      moreBases: 9,
      seed: "x",
      out: resolve("o"),
      threads: 5,
      workers: 3,
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
    expect(identityOptions(run, { moreBases: 28, threads: 3 })).toEqual({
      freeze: "mlp",
      bases: 7,
      moreBases: 28,
      seed: "x",
      threads: 3,
      device: "cuda",
      grid: "authors",
      claim: ["synthetic-activations/plateau-order"],
    });
  });

  it("is in the header of a part, so that a merge opens the same run but for its folder and share", () => {
    const carried = JSON.parse(JSON.stringify(partOptions(ALL)));
    expect(carried).toMatchObject({ model: "m", sae: "s", prompts: "p.json", grid: true });
    const merged = runOptions(typedOfPart(carried), place);
    expect(merged).toEqual({
      ...run,
      workers: null,
      shard: null,
      out: join(ROOT, "reports/tries", `plateau-order+${named}`),
    });
  });

  it("of a part that no text gives is refused by name, and one that a version did not have is the default", () => {
    expect(parsePartOptions("p", { ...partOptions(ALL) })).toEqual(typedOfPart(partOptions(ALL)));
    const plain = partOptions(NOTHING_TYPED);
    expect(parsePartOptions("p", plain)).toEqual(NOTHING_TYPED);
    expect(parsePartOptions("p", { bases: 7, sae: false })).toEqual({
      ...NOTHING_TYPED,
      bases: 7,
      sae: false,
    });
    const wrong = {
      bases: "7",
      seed: 5,
      model: {},
      device: "abacus",
      out: "o",
      grid: 1,
      other: 1,
      papers: "x",
    };
    for (const [name, value] of Object.entries(wrong))
      expect(() => parsePartOptions("p", { ...plain, [name]: value }), name).toThrow(
        `p: was measured with "${name}" as ${JSON.stringify(value)}`,
      );
  });

  it("typed again as it is told gives the same run", () => {
    const elsewhere = { workers: null, papers: [papers[0]!.id], claim: null, shard: null };
    const again = (one: RunOptions) => {
      return runOptions(typed(...optionsAgain(one, { root: ROOT, onSubject: false })), place);
    };
    expect(again(run)).toEqual({ ...run, ...elsewhere, out: join(ROOT, "reports/tries", named) });
    expect(optionsAgain(run, { root: ROOT, onSubject: false }).slice(0, 8)).toEqual([
      ...["--model", "m", "--sae", "s", "--more-saes", "k1,k2"],
      ...["--prompts", "p.json"],
    ]);
    expect(optionsAgain(defaultRunOptions(ROOT), { root: ROOT, onSubject: false })).toEqual([]);
  });

  it("typed again by a real shell, from the line that a report shows, gives the same run", () => {
    const words = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
    const awkward = fc.constantFrom(
      "m $(touch pwned); x",
      "it's",
      "~",
      "=ls",
      "-x",
      "a  b",
      "!!",
      "*",
      "\\",
      "\n",
    );
    const texts = fc.oneof(words, awkward).filter((text) => !text.includes("\0"));
    const names = texts.filter((text) => !/[/]|^\.*$/.test(text));
    checkProperty(
      fc.property(
        fc.record({ model: names, sae: fc.option(names), prompts: fc.option(names), seed: texts }),
        fc.record({ bases: fc.integer({ min: 2, max: 999 }), more: fc.option(fc.nat({ max: 99 })) }),
        fc.record({ threads: fc.integer({ min: 1, max: 4 }), grid: fc.constantFrom("paper", "authors") }),
        ({ model, sae, prompts, seed }, { bases, more }, { threads, grid }) => {
          const at = {
            root: ROOT,
            model: directory(join(ROOT, model)),
            sae: sae === null ? null : directory(join(ROOT, sae)),
          };
          const one: RunOptions = {
            ...defaultRunOptions(ROOT),
            model: at.model,
            sae: at.sae,
            prompts: prompts === null ? null : join(ROOT, prompts),
            bases,
            moreBases: more === null ? null : bases + more,
            ...{ seed, threads, grid: grid as Grid },
          };
          const line = shellLine(optionsAgain(one, { root: ROOT, onSubject: true }));
          const parsed = execFileSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
          const again = typed(...parsed.split("\0").slice(0, -1));
          const out = runOptions(again, at).out;
          expect(runOptions(again, at)).toEqual({ ...one, out });
          expect([again.model, again.sae]).toEqual([model, sae ?? false]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is told by the name it was fetched by, where there is one", () => {
    const model = { dir: "/cache/commit", name: "openai-community/gpt2", typed: "gpt2" };
    const fetched = { ...defaultRunOptions(ROOT), model, sae: { ...model, typed: "gpt2-small-res-jb" } };
    expect(optionsAgain(fetched, { root: ROOT, onSubject: true })).toEqual([
      ...["--model", "gpt2"],
      ...["--sae", "gpt2-small-res-jb"],
    ]);
  });

  it("makes another run than the goldens are about, be it only --more-bases", () => {
    expect(isDefaultRun(runOptions(typed("--more-bases", "2000"), organismPlace(ROOT)), ROOT)).toBe(false);
    expect(isDefaultRun(runOptions(typed("--paper", names[0]!), organismPlace(ROOT)), ROOT)).toBe(true);
  });
});

describe("the folder of a run that names none", () => {
  const folder = (...words: readonly string[]) =>
    relative(ROOT, runOptions(typed(...words), organismPlace(ROOT)).out);

  it("is reports/latest for the registered run of every claim, and for no other run", () => {
    expect(folder()).toBe("reports/latest");
    expect(folder("--seed", "0", "--bases", "1000", "--threads", "1")).toBe("reports/latest");
    expect(folder("--bases", "200", "--seed", "3")).toBe("reports/tries/bases-200+seed-3");
    expect(folder("--model", "../mine/", "--prompts", "a/own.jsonl")).toBe("reports/tries/mine+prompts-own");
    expect(folder("--no-sae", "--device", "cuda")).toBe("reports/tries/no-sae+cuda");
    expect(folder("--claim", "plateau-order.real-over-random")).toBe("reports/tries/plateau-order");
    expect(folder("--claim", `${names[0]}/plateau-order`, "--bases", "20")).toBe(
      "reports/tries/plateau-order+bases-20",
    );
    expect(folder("--paper", names[0]!)).toBe(`reports/tries/${names[0]}`);
  });

  it("is one for one claim however it is typed, and another for another model", () => {
    for (const same of ["e1,E9", "E9,E1,e9"]) expect(folder("--claim", same)).toBe("reports/tries/E1+E9");
    expect(folder("--claim", "E1", "--model", "../own")).toBe("reports/tries/E1+own");
    const long = (last: string) => folder("--seed", "x".repeat(200) + last);
    expect(long("a")).not.toBe(long("b"));
  });

  it("is the same where a claim is told again", () => {
    const again = optionsAgain(run, { root: ROOT, onSubject: false });
    expect(folderOfTry("paper/plateau-order", again)).toBe(`reports/tries/plateau-order+${named}`);
    expect(folderOfTry("paper/plateau-order", ["--no-sae"])).toBe("reports/tries/plateau-order+no-sae");
  });

  it("is the one that is named", () => {
    expect(folder("--claim", "plateau-order", "--bases", "20", "--out", "reports/mine")).toBe("reports/mine");
  });

  it("is a name of one folder, whatever a claim is called", () => {
    for (const claim of ["../../x", "a b", ".", "", "x".repeat(300)])
      expect(standardFolder({ claim, papers: null, bases: 1000 })).toMatch(/^reports\/tries\/[\w+-]{1,120}$/);
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

  it("left out is the first paper, but for claims that are named and for the reports that are committed", () => {
    const run = (...words: readonly string[]) => runOptions(typed(...words), place).papers;
    expect(run()).toEqual([papers[0]!.id]);
    expect(defaultRunOptions(ROOT).papers).toEqual([papers[0]!.id]);
    expect(run("--paper", names.join(","))).toEqual(names);
    expect(run("--claim", "step-like-response")).toBeNull();
    expect(run("--publish")).toBeNull();
  });

  it("refuses a name it does not know, and lists those it does", () => {
    expect(() => check(...names)).not.toThrow();
    for (const wrong of ["d", "", " "])
      expect(() => check(names[0]!, wrong)).toThrow(
        `--paper is "${wrong}"; it must be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}.`,
      );
  });

  it("knows the papers that claims are filed under", () => {
    const folders = readdirSync(join(ROOT, "spec/claims"), { withFileTypes: true });
    const filed = folders.flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
    expect(filed).toEqual([...names].sort());
  });

  it("and the other options say of the own paper what it says itself", () => {
    const { id, subject, protocol } = ownPaper;
    const { bases, moreBasesTimes } = protocol;
    expect(OWN).toEqual({ id, subject: subject.name, hook: subject.hook, bases, moreBasesTimes });
  });
});
