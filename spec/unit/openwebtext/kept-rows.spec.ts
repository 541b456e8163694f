import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubLockError, HubOfflineError, HubServerError, HubWriteError } from "../../../src/errors/index.ts";
import { hubEnvironment } from "../../../src/hub/hub-environment.ts";
import { OPENWEBTEXT } from "../../../src/openwebtext/data-set.ts";
import { promptsDigest } from "../../../src/store/run-identity.ts";
import { childScript } from "../../support/child.ts";
import { start } from "../../support/commands.ts";
import { temporaryFolder } from "../../support/files.ts";
import { type OpenWebTextScene, openWebTextScene, REPO, SHAPE } from "../../support/openwebtext-scene.ts";
import { DATA_COMMIT, dataPath, parquetOfRows } from "../../support/parquet-rows.ts";

const MOVED = "cd".repeat(20);

let scene: OpenWebTextScene;
beforeEach(async () => {
  scene = await openWebTextScene();
});
afterEach(() => scene.stop());

describe("rows that were fetched", () => {
  it("need no network again: not for the same run, nor offline, nor for another seed's groups among them", async () => {
    const first = await scene.draw();
    scene.server.seen.length = 0;
    expect(await scene.draw()).toEqual(first);
    expect(await scene.draw({ tools: offline(scene) })).toEqual(first);
    expect(scene.server.seen).toEqual([]);
    await scene.draw({ seed: 1 });
    expect(scene.server.log("bytes", "storage").length).toBeLessThan(20);
  });

  it("are kept as footers and first tokens, a small share of what was fetched", async () => {
    await scene.draw();
    const names = await scene.kept();
    expect(names.filter((name) => name.endsWith(".footer"))).toHaveLength(SHAPE.files);
    expect(names.filter((name) => name.endsWith(".first-10"))).toHaveLength(32);
    expect(names.filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("are missed offline, by the name of the file", async () => {
    await expect(scene.draw({ tools: offline(scene) })).rejects.toThrow(HubOfflineError);
    expect(scene.server.seen).toEqual([]);
    await scene.draw();
    const [rows] = (await scene.kept()).filter((name) => name.endsWith(".first-10"));
    await rm(rows!);
    await expect(scene.draw({ tools: offline(scene) })).rejects.toThrow(
      /^datasets\/apollo-research\/\S+@abababababab data\/train-\S+ is not in .*, and HF_HUB_OFFLINE forbids/,
    );
    const [footer] = (await scene.kept()).filter((name) => name.endsWith(".footer"));
    await rm(footer!);
    await expect(scene.draw({ tools: offline(scene) })).rejects.toThrow(HubOfflineError);
    await rm(join(scene.cache, "prompts"), { recursive: true });
    scene.server.seen.length = 0;
    await expect(scene.draw({ tools: offline(scene) })).rejects.toThrow(HubOfflineError);
    expect(scene.server.seen).toEqual([]);
  });

  it("are noticed, removed and fetched again when they are damaged, whatever part it is", async () => {
    const first = await scene.draw();
    const names = await scene.kept();
    const damaged = [
      names.find((name) => name.endsWith("parquet-files"))!,
      names.find((name) => name.endsWith(".footer"))!,
      names.find((name) => name.endsWith(".first-10"))!,
    ];
    for (const [i, file] of damaged.entries()) {
      const bytes = await readFile(file);
      if (i === 0) await writeFile(file, bytes.subarray(0, 30));
      else {
        bytes[bytes.length - 5]! ^= 1;
        await writeFile(file, bytes);
      }
      scene.server.seen.length = 0;
      expect(await scene.draw()).toEqual(first);
      expect(scene.warnings).toEqual([`${file} is damaged and was removed.`]);
      expect(scene.server.seen.length).toBeGreaterThan(0);
      expect((await readFile(file)).length).toBeGreaterThan(70);
      scene.warnings.length = 0;
    }
  });

  it("are removed when they are damaged, also where they cannot be fetched again", async () => {
    await scene.draw();
    const [file] = (await scene.kept()).filter((name) => name.endsWith(".first-10"));
    await writeFile(file!, "");
    await expect(scene.draw({ tools: offline(scene) })).rejects.toThrow(HubOfflineError);
    expect(await scene.kept()).not.toContain(file);
  });

  it("are noticed when they lie in the place of others", async () => {
    const first = await scene.draw();
    const [one, other] = (await scene.kept()).filter((name) => name.endsWith(".first-10"));
    await writeFile(one!, await readFile(other!));
    expect(await scene.draw()).toEqual(first);
    expect(scene.warnings).toHaveLength(1);
  });

  it("stay on the commit of their first use when the branch moves on, and take the new one elsewhere", async () => {
    const first = await scene.draw();
    scene.server.move(REPO, MOVED, dataPath(0, SHAPE.files), parquetOfRows([[1, 2]]), true);
    expect(await scene.draw()).toEqual(first);
    expect(JSON.parse(await readFile(join(scene.cache, "hub-lock.json"), "utf8"))).toMatchObject({
      files: { [`datasets/${OPENWEBTEXT.repo}@main/parquet-files`]: { commit: DATA_COMMIT } },
    });
    await scene.draw({ seed: 1 });
    const { notes } = await scene.draw({ cache: temporaryFolder() });
    expect(notes![0]).toContain("commit cdcdcdcdcdcd");
  });

  it.each([5, 8, 12, 40])("come from one commit when the branch moves on at request %i", async (at) => {
    const whole = await scene.draw({ cache: temporaryFolder() });
    let requests = 0;
    const counted: typeof fetch = (...request) => {
      if (++requests === at)
        for (let file = 0; file < SHAPE.files; file++)
          scene.server.move(
            REPO,
            `${file}`.repeat(40),
            dataPath(file, SHAPE.files),
            parquetOfRows([[1]]),
            true,
          );
      return fetch(...request);
    };
    expect(await scene.draw({ tools: { fetch: counted } })).toEqual(whole);
    expect(requests).toBeGreaterThan(40);
  });

  it("are refused when the recorded commit suddenly lists other files", async () => {
    await scene.draw();
    await rm(join(scene.cache, "prompts"), { recursive: true });
    scene.server.put(REPO, DATA_COMMIT, "data/train-more.parquet", parquetOfRows([[1]]), true);
    await expect(scene.draw()).rejects.toThrow(HubLockError);
  });

  it("are not fetched again after a run that ended on the way", async () => {
    let told = 0;
    const breakDown = () => {
      if (++told === 20) scene.server.faults.push({ on: "bytes", kind: "status", status: 500, times: 99 });
    };
    await expect(scene.draw({ onProgress: breakDown })).rejects.toThrow(HubServerError);
    scene.server.faults.length = 0;
    scene.server.seen.length = 0;
    const again = await scene.draw();
    expect(scene.server.log("bytes", "storage")).toHaveLength(22);
    expect(again).toEqual(await scene.draw({ cache: temporaryFolder() }));
  });

  it("cannot be kept where a file is in the way, which is said", async () => {
    await writeFile(join(scene.cache, "prompts"), "");
    const failed = scene.draw();
    await expect(failed).rejects.toThrow(HubWriteError);
    await expect(failed).rejects.toMatchObject({
      hint: "Hint: set BAG_OF_LATENTS_CACHE to a folder you may write.",
    });
  });
});

describe("processes of their own", () => {
  const script = childScript("draw-rows");
  const child = async () =>
    start([process.execPath, (await script).file, scene.cache], {
      ...(await script).environment,
      HF_ENDPOINT: scene.server.url,
      HF_HOME: scene.cache,
    });

  it("draw the same at once from nothing kept, and leave whole pieces", async () => {
    scene.server.pieceMs = 1;
    const [one, other] = await Promise.all([0, 1].map(async () => (await child()).ended));
    expect(one).toMatchObject({ code: 0, errors: "", out: promptsDigest(await scene.draw()) });
    expect(other).toEqual(one);
    expect(scene.warnings).toEqual([]);
    expect((await scene.kept()).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("are continued where they were killed", async () => {
    scene.server.pieceMs = 5;
    const { child: killed, ended } = await child();
    while (scene.server.log("bytes", "storage").length < 12) await new Promise((done) => setTimeout(done, 5));
    killed.kill("SIGKILL");
    expect((await ended).code).toBeNull();
    scene.server.pieceMs = 0;
    const had = (await scene.kept()).filter((name) => /\.(footer|first-10)$/.test(name)).length;
    expect(had).toBeGreaterThan(5);
    scene.server.seen.length = 0;
    const continued = await scene.draw();
    expect(scene.server.log("bytes", "storage")).toHaveLength(SHAPE.files + 32 - had);
    expect(scene.warnings).toEqual([]);
    expect(continued).toEqual(await scene.draw({ cache: temporaryFolder() }));
  });
});

const offline = ({ cache, server }: OpenWebTextScene) => ({
  environment: hubEnvironment({ HF_HOME: cache, HF_ENDPOINT: server.url, HF_HUB_OFFLINE: "1" }, "/nowhere"),
});
