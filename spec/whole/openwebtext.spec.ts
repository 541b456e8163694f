import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRandomCheckpoint } from "../../src/checkpoint/random-checkpoint.ts";
import { MODEL_RELEASES } from "../../src/hub/releases.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { gpt2 } from "../../src/model/families/gpt2/gpt2.ts";
import { OPENWEBTEXT } from "../../src/openwebtext/data-set.ts";
import { cli, type Ended, start } from "../support/commands.ts";
import { temporaryFolder } from "../support/files.ts";
import { HubServer } from "../support/hub-server.ts";
import { putRows } from "../support/parquet-rows.ts";
import { TINY } from "../support/tiny-models.ts";

/** 2 files of 4 groups of 50 rows: 8 groups, 360 rows beside the candidates. */
const ROWS = { files: 2, groups: 4, rows: 50, length: 12, vocabulary: TINY.config.vocabulary };
const MODEL = "gpt2-medium";

const scene = temporaryFolder();
const at = (...path: string[]) => join(scene, ...path);
let server: HubServer;
let ended: Ended;

beforeAll(async () => {
  server = await HubServer.start();
  const { repo, revision } = MODEL_RELEASES[MODEL]!;
  await writeRandomCheckpoint(at("tiny"), {
    family: gpt2,
    config: TINY.config,
    rng: rngFromSeed("model"),
    deviation: 0.25,
  });
  for (const file of ["config.json", "model.safetensors"])
    server.put(repo, revision!, file, readFileSync(at("tiny", file)), true);
  putRows(server, ROWS);
  const options = ["--bases", "4", "--threads", "1", "--workers", "1", "--out", at("out")];
  const places = { HF_ENDPOINT: server.url, HF_HOME: at("hf"), BAG_OF_LATENTS_CACHE: at("cache") };
  ended = await start(cli("reproduce", "--model", MODEL, ...options), places).ended;
});
afterAll(() => server.stop());

describe("a published GPT-2 without --prompts", () => {
  it("runs on OpenWebText and names the set and the deviation in its report", () => {
    expect(ended).toMatchObject({ code: 0 });
    const { protocol, notes } = JSON.parse(readFileSync(at("out", "report.json"), "utf8"));
    expect(protocol).toMatchObject({
      promptSource: `OpenWebText (${OPENWEBTEXT.repo})`,
      promptTokens: 10,
      bases: 4,
    });
    expect(protocol.values).toContainEqual(expect.objectContaining({ key: "covariancePrompts", value: 360 }));
    expect(notes.filter((note: string) => note.includes(OPENWEBTEXT.repo))).toEqual([
      expect.stringMatching(
        /commit abababababab\. The authors drew from all rows; here they come from 8 random row groups/,
      ),
    ]);
    for (const file of ["report.md", "report.html"])
      expect(readFileSync(at("out", file), "utf8"), file).toContain("The authors drew from all rows");
  });

  it("runs without an SAE: what needs one is not-run, and everything else too short for a verdict", () => {
    const { criteria, sae } = JSON.parse(readFileSync(at("out", "report.json"), "utf8"));
    expect(sae).toBeNull();
    const verdicts = criteria.map(({ verdict }: { verdict: string }) => verdict);
    expect([...new Set(verdicts)].sort()).toEqual(["inconclusive", "not-run"]);
  });
});
