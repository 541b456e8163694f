import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSae } from "../../../src/checkpoint/sae-directory.ts";
import { MORE_SPARSITIES, type MoreSaesProvenance, moreSaeFolder } from "../../../src/organism/more-saes.ts";
import type { Provenance } from "../../../src/organism/provenance.ts";
import { SAE_RECIPE } from "../../../src/organism/recipe.ts";
import { defaultRunOptions } from "../../../src/run/run-options.ts";
import { moreSaesInside, moreSaesOf } from "../../../src/run/sources/saes-inside.ts";
import { directory } from "../../../src/run/sources/source.ts";
import { ROOT } from "../../support/root.ts";

const organism = join(ROOT, "fixtures/organism");
const more = join(organism, "sae/more");
const read = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, "utf8")) as T;
const provenance = await read<MoreSaesProvenance>(join(more, "provenance.json"));
const own = await read<Provenance>(join(organism, "provenance.json"));

it("the further SAEs are the files that their provenance names, each with the digest that stands there, and no other", async () => {
  const there = readdirSync(more, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(there.length).toBe(Object.keys(provenance.files).length + 1);
  for (const [path, digest] of Object.entries(provenance.files))
    expect(
      createHash("sha256")
        .update(await readFile(join(more, path)))
        .digest("hex"),
    ).toBe(digest);
});

it("they were trained on this organism, with its SAE's recipe but for the sparsity", () => {
  expect(provenance.model).toBe(own.files["model.safetensors"]);
  expect(provenance.saes.map(({ recipe }) => recipe)).toEqual(
    MORE_SPARSITIES.map((sparsity) => ({ ...SAE_RECIPE, sparsity })),
  );
  expect(provenance.saes.map(({ folder }) => folder)).toEqual(MORE_SPARSITIES.map(moreSaeFolder));
  expect(provenance.command).toBe(`npm run organism -- --more-saes --seed ${provenance.seed}`);
});

it("they read the stream where its SAE does, and the higher the penalty, the fewer of their latents are active", async () => {
  const saes = await Promise.all(moreSaesInside(organism).map(openSae));
  expect(saes.map(({ hook }) => hook)).toEqual(MORE_SPARSITIES.map(() => "blocks.1.hook_resid_pre"));
  const all = [
    ...provenance.saes.map(({ recipe, heldOut }) => ({ penalty: recipe.sparsity, l0: heldOut.l0 })),
    { penalty: own.sae.recipe.sparsity, l0: own.sae.heldOut.l0 },
  ].sort((a, b) => a.penalty - b.penalty);
  all.forEach(({ l0 }, i) => {
    if (i > 0) expect(l0).toBeLessThan(all[i - 1]!.l0);
  });
});

it("a run takes them with the organism's own SAE, and not where another or none is taken, or others are named", () => {
  const run = defaultRunOptions(ROOT);
  expect(moreSaesOf(run).map(({ dir }) => dir)).toEqual(moreSaesInside(organism));
  expect(moreSaesOf({ ...run, sae: null })).toEqual([]);
  expect(moreSaesOf({ ...run, sae: directory("/elsewhere") })).toEqual([]);
  expect(moreSaesOf({ ...run, model: directory("/elsewhere") })).toEqual([]);
  const named = [directory("/mine")];
  expect(moreSaesOf({ ...run, moreSaes: named })).toEqual(named);
});
