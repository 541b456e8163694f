import { InvalidInputError } from "../errors/index.ts";
import { listedPapers } from "../papers/listed.ts";
import { allClaimFiles, claimFiles } from "./claim-files.ts";
import { papersOfRun } from "./papers-of-run.ts";
import { oneOf } from "./parse-option.ts";
import type { Typed } from "./run-options.ts";

/** Checks what no option can say alone, before anything is fetched or opened. Throws: InvalidInputError. */
export function checkOptions(root: string, typed: Typed): void {
  checkPlace(typed);
  checkMoreBases(typed);
  checkShard(typed);
  checkReplicates(typed);
  checkPublish(typed);
  checkPapers(typed);
  checkTested(root, typed);
  claimFiles(root, typed);
}

function checkPlace({ at, sae }: Typed): void {
  if (at !== null && sae !== false)
    throw new InvalidInputError({
      what: "--at",
      got: at,
      want: "left out, or given with --no-sae",
      hint: "Hint: an SAE is used where it was trained; with --no-sae the claims that need no latents run at any place.",
    });
}

function checkMoreBases({ bases, moreBases }: Typed): void {
  if (moreBases !== null && moreBases < bases)
    throw new InvalidInputError({
      what: "--more-bases",
      got: moreBases,
      want: `at least --bases, ${bases}`,
      hint: "Hint: it counts the run's own bases too.",
    });
}

function checkShard({ shard, bases, publish }: Typed): void {
  if (!shard) return;
  if (shard.of > bases)
    throw new InvalidInputError({
      what: "the number of shards",
      got: shard.of,
      want: `at most the ${bases} bases of the run`,
      hint: "Hint: a shard without a base measures nothing; use fewer shards.",
    });
  if (publish)
    throw new InvalidInputError({
      what: "--publish",
      got: true,
      want: "left out with --shard",
      hint: "Hint: a shard writes no report; merge the parts with --out.",
    });
}

function checkReplicates({ replicates, seed, shard, publish }: Typed): void {
  if (replicates === null) return;
  const without = (what: string, got: unknown, hint: string) => {
    throw new InvalidInputError({ what, got, want: "left out with --replicates", hint: `Hint: ${hint}` });
  };
  if (shard)
    without("--shard", `${shard.index}/${shard.of}`, "shards are of one run; give every seed its own.");
  if (publish) without("--publish", true, "the committed report is that of one run.");
  if (!/^(0|[1-9]\d{0,8})$/.test(seed))
    throw new InvalidInputError({
      what: "--seed",
      got: seed,
      want: "a whole number with --replicates, which counts on from it",
      hint: "Hint: --seed 0 --replicates 8 runs the seeds 0 to 7.",
    });
}

function checkPublish({ publish, model, papers, claim }: Typed): void {
  if (!publish) return;
  for (const [what, got] of [
    ["--paper", papers],
    ["--claim", claim],
  ] as const)
    if (got !== null)
      throw new InvalidInputError({
        what,
        got,
        want: "left out with --publish",
        hint: "Hint: the committed report is about every claim of every paper; use --out for some of them.",
      });
  if (model !== null)
    throw new InvalidInputError({
      what: "--model",
      got: model,
      want: "left out with --publish",
      hint: "Hint: the committed report is about the organism that ships; use --out for another model.",
    });
}

/** A hypothesis that a paper has and no claim tests is told with the reason, not taken for a wrong name. */
function checkTested(root: string, { claim, papers: chosen }: Typed): void {
  const tested = new Set(allClaimFiles(root).flatMap(({ hypotheses }) => hypotheses));
  const untested = papersOfRun({ papers: chosen }).flatMap(({ hypotheses }) =>
    hypotheses.filter(({ id, untested }) => untested !== undefined && !tested.has(id)),
  );
  for (const name of claim ?? []) {
    const found = untested.find(({ id }) => id.toLowerCase() === name.trim().toLowerCase());
    if (found)
      throw new InvalidInputError({
        what: "--claim",
        got: name,
        want: `a claim, and no claim tests ${found.id}: ${found.untested!.replace(/\.$/, "")}`,
        hint: `Hint: those that are tested: ${[...tested].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).join(", ")}.`,
      });
  }
}

function checkPapers({ papers: named }: Typed): void {
  const known = listedPapers().map(({ id }) => id);
  const unknown = named?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new InvalidInputError({
      what: "--paper",
      got: unknown,
      want: oneOf(known),
      hint: `Hint: --paper takes one name, or several with commas between; left out, it is ${known[0]}.`,
    });
}
