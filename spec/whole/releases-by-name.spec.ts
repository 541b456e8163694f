import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRandomCheckpoint } from "../../src/checkpoint/random-checkpoint.ts";
import { encodeSafetensors } from "../../src/checkpoint/write-safetensors.ts";
import { SAE_RELEASES } from "../../src/hub/releases.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { gpt2 } from "../../src/model/families/gpt2/gpt2.ts";
import type { Report } from "../../src/report/report.generated.ts";
import { cli, type Ended, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";
import { HubServer } from "../support/hub-server.ts";
import { TINY } from "../support/tiny-models.ts";

const D_MODEL = TINY.config.dModel;
const D_SAE = 64;
const K = 8;
const BASES = 3;
const MORE_BASES = 6;
/** Pairs beyond a run's own are only taken of what 10,000 prompts for the population leave over. */
const ENOUGH = 10_000 + 2 * MORE_BASES;
const OTHER = "gpt2-small-resid-post-v5-32k/blocks.1.hook_resid_post";
const RELEASES = ["gpt2-small-resid-post-v5-32k", "gpt2-small-resid-post-v5-128k"] as const;

const scene = temporaryFolder();
const at = (...path: string[]) => join(scene, ...path);
const rng = rngFromSeed("releases end to end");
let server: HubServer;

function normals(name: string, shape: readonly number[]) {
  const stream = rng.fork(name);
  const length = shape.reduce((product, n) => product * n, 1);
  return { shape, data: Float32Array.from({ length }, () => stream.normal()) };
}

/** `cfg.json` in the words of the v5 releases: a top-k SAE over layer-normalised activations, old field names. */
const saeConfig = (layer: number) => ({
  architecture: "standard",
  d_in: D_MODEL,
  d_sae: D_SAE,
  activation_fn_str: "topk",
  activation_fn_kwargs: { k: K },
  apply_b_dec_to_input: false,
  normalize_activations: "layer_norm",
  hook_name: `blocks.${layer}.hook_resid_post`,
  hook_layer: layer,
  hook_head_index: null,
  finetuning_scaling_factor: false,
  prepend_bos: false,
  dtype: "torch.float32",
});

/** A tiny model, and the v5 releases with an SAE for it in the folders of blocks 0 to 2. */
async function publish(): Promise<void> {
  const model = at("tiny");
  await writeRandomCheckpoint(model, {
    family: gpt2,
    config: TINY.config,
    rng: rng.fork("model"),
    deviation: 0.25,
  });
  for (const file of ["config.json", "model.safetensors"])
    server.put("someone/tiny-gpt2", "a".repeat(40), file, readFileSync(join(model, file)), true);
  const weights = Buffer.from(
    encodeSafetensors({
      W_enc: normals("W_enc", [D_MODEL, D_SAE]),
      b_enc: normals("b_enc", [D_SAE]),
      W_dec: normals("W_dec", [D_SAE, D_MODEL]),
      b_dec: normals("b_dec", [D_MODEL]),
    }),
  );
  for (const release of RELEASES) {
    const { repo, revision, folders } = SAE_RELEASES[release]!;
    for (const layer of [0, 1, 2]) {
      const folder = folders[`blocks.${layer}.hook_resid_post`]!;
      const config = Buffer.from(JSON.stringify(saeConfig(layer)));
      server.put(repo, revision ?? "b".repeat(40), `${folder}/cfg.json`, config, false);
      server.put(repo, revision ?? "b".repeat(40), `${folder}/sae_weights.safetensors`, weights, true);
    }
  }
}

function environment(own: Readonly<Record<string, string>> = {}) {
  return { HF_ENDPOINT: server.url, HF_HOME: at("hf"), BAG_OF_LATENTS_CACHE: at("cache"), ...own };
}

function reproduce(sae: string, out: string, ...more: readonly string[]): Promise<Ended> {
  const options = [
    "--prompts",
    at("prompts.json"),
    "--bases",
    `${BASES}`,
    ...["--threads", "1", "--workers", "1"],
    "--out",
    at(out),
  ];
  const command = cli("reproduce", "--model", "someone/tiny-gpt2", "--sae", sae, ...options, ...more);
  return start(command, environment()).ended;
}

function reportOf(out: string): Report {
  return JSON.parse(readFileSync(at(out, "report.json"), "utf8"));
}

const ended: Record<string, Ended> = {};

beforeAll(async () => {
  server = await HubServer.start();
  await publish();
  const draw = rng.fork("prompts");
  const prompts = Array.from({ length: ENOUGH }, () =>
    Array.from({ length: 10 }, () => draw.integer(TINY.config.vocabulary)),
  );
  mkdirSync(scene, { recursive: true });
  writeFileSync(at("prompts.json"), JSON.stringify(prompts.slice(0, 200)));
  writeFileSync(at("many.json"), JSON.stringify(prompts));
  const together = async (runs: Readonly<Record<string, Promise<Ended>>>) => {
    for (const [name, run] of Object.entries(runs)) ended[name] = await run;
  };
  const [first] = RELEASES;
  for (const release of RELEASES) ended[release] = await reproduce(release, release); // one run to the store
  const [one, two] = ["1/2", "2/2"].map((shard) => [
    ...["--shard", shard, "--prompts", at("many.json"), "--more-bases", `${MORE_BASES}`],
  ]) as [string[], string[]];
  await together({ one: reproduce(OTHER, "parts", ...one), two: reproduce(OTHER, "parts", ...two) });
  await together({
    paper: reproduce(first, "paper", "--shard", "2/2"), // few prompts do for a part that is refused
    last: reproduce(`${first}/blocks.2.hook_resid_post`, "last"),
  });
  const merge = (folder: string, out: string) => {
    const parts = [at("parts", "part-1-of-2.jsonl"), at(folder, "part-2-of-2.jsonl")];
    return start(cli("merge", ...parts, "--out", at(out)), environment()).ended;
  };
  await together({ other: merge("parts", "other"), mixed: merge("paper", "mixed") });
  const nothing = environment({ HF_HOME: at("empty"), HF_HUB_OFFLINE: "1" });
  ended["offline"] = await start(cli("doctor", "--model", "gpt2"), nothing).ended;
});
afterAll(() => server.stop());

describe("bases beyond the run's own", () => {
  it("are what E5 is judged on, and no other claim, also when merged from shards", () => {
    expect(ended["other"]).toMatchObject({ code: 0 });
    const { criteria } = reportOf("other");
    const n = (wanted: boolean) =>
      new Set(criteria.filter(({ hypothesis }) => (hypothesis === "E5") === wanted).map((one) => one.n));
    expect([n(true), n(false)]).toEqual([new Set([MORE_BASES]), new Set([BASES])]);
  });
});

describe("a model and a release of SAEs by their names alone", () => {
  it.each(RELEASES)("give a whole report with %s", (release) => {
    const { code, errors } = ended[release]!;
    expect({ code, errors }).toMatchObject({ code: 0 });
    const { model, sae, criteria } = reportOf(release);
    expect(model.name).toBe("someone/tiny-gpt2");
    expect(sae).toMatchObject({
      name: `${release}/blocks.0.hook_resid_post`,
      hook: "blocks.0.hook_resid_post",
      latents: D_SAE,
    });
    expect(criteria.length).toBeGreaterThan(10);
    expect(new Set(criteria.map(({ verdict }) => verdict))).toEqual(new Set(["inconclusive"]));
  });

  it("give the same report under both releases' names, for the weights are the same", () => {
    const texts = RELEASES.map((release) => {
      const { provenance: _, ...report } = reportOf(release);
      // the folder of a try has the release in its name, cut to what every file system takes
      const text = JSON.stringify(report).replaceAll(/ --out reports\/tries\/[\w+-]+/g, "");
      return text.replaceAll(release, "RELEASE");
    });
    expect(texts[0]).toBe(texts[1]);
  });

  it("are in the command that runs a claim again, and no folder of this machine's cache is in the report", () => {
    const { provenance: _, ...report } = reportOf(RELEASES[0]);
    const again = `--model someone/tiny-gpt2 --sae ${RELEASES[0]} --prompts `;
    expect(report.criteria.every(({ rerun }) => rerun.includes(again))).toBe(true);
    expect(JSON.stringify(report)).not.toContain("snapshots");
  });

  it("encode at the paper's hook by the k largest of the normalised vector", () => {
    expect(reportOf(RELEASES[0]).sae?.meanL0).toBeGreaterThan(K / 2);
    expect(reportOf(RELEASES[0]).sae?.meanL0).toBeLessThanOrEqual(K);
  });

  it("are run at another layer by the name of its SAE, in shards too, and the report says so loudly", () => {
    const failures = ["one", "two", "other"].filter((name) => ended[name]!.code !== 0);
    expect(failures.map((name) => `${name}: ${ended[name]!.errors}`)).toEqual([]);
    const { scope, sae, protocol, notes, criteria, agreement, measurements } = reportOf("other");
    expect(scope).toContain(
      "perturbed at blocks.1.hook_resid_post, not at the paper's blocks.1.hook_resid_pre",
    );
    expect(sae).toMatchObject({ name: OTHER, hook: "blocks.1.hook_resid_post" });
    expect(protocol).toMatchObject({
      perturbAt: "blocks.1.hook_resid_post",
      readAt: "blocks.2.hook_resid_post",
    });
    expect(notes.join(" ")).toContain("another layer than the paper's, and nothing here counts as");
    expect(agreement).toBeNull();
    expect(new Set(criteria.map(({ reproduction }) => reproduction.status))).toEqual(new Set(["not-run"]));
    expect(criteria.every(({ rerun }) => rerun.includes(`--sae ${OTHER} `))).toBe(true);
    expect(measurements).not.toEqual(reportOf(RELEASES[0]).measurements);
  });

  it("are not merged where the parts are of two layers", () => {
    expect([ended["paper"], ended["mixed"]]).toMatchObject([{ code: 0 }, { code: 2 }]);
    expect(ended["mixed"]!.errors).toMatch(/differ.*perturbAt/);
  });

  it("are refused together where nothing lies between the SAE and the output", () => {
    expect(ended["last"]!.code).toBe(2);
    expect(ended["last"]!.errors).toContain(
      `${RELEASES[0]}/blocks.2.hook_resid_post was trained at blocks.2.hook_resid_post, where a run reads the output: a change there passes no block, so nothing is left to measure.`,
    );
  });

  it("end the command with code 2, a sentence and a hint where nothing is cached and nothing may be fetched", () => {
    expect(ended["offline"]).toEqual({
      code: 2,
      out: "",
      errors: `openai-community/gpt2@607a30d783df config.json is not in ${at("empty", "hub")}, and HF_HUB_OFFLINE forbids fetching it.\nHint: run once with HF_HUB_OFFLINE unset, or copy the cache from a machine that has the file.\n`,
    });
  });
});
