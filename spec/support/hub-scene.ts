import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hubEnvironment } from "../../src/hub/hub-environment.ts";
import type { HubFile } from "../../src/hub/hub-file.ts";
import { type HubProgress, type HubTools, hubTools } from "../../src/hub/hub-tools.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { HubServer } from "./hub-server.ts";

export const COMMIT = "607a30d783dfa663caf39e06633721c8d4cfcd7e";
export const REPO = "someone/tiny-gpt2";

const rng = rngFromSeed("hub-scene");
const large = Buffer.from(Uint8Array.from({ length: 400_000 }, () => Math.floor(256 * rng.uniform())));
const small = Buffer.from('{"model_type":"gpt2"}\n');

/** A loopback Hub with a large and a small file, an empty cache, and tools that note waits instead of waiting. */
export interface HubScene {
  readonly server: HubServer;
  readonly cacheDir: string;
  readonly large: Buffer;
  readonly small: Buffer;
  readonly waits: number[];
  readonly warnings: string[];
  readonly progress: HubProgress[];
  tools(own?: Partial<HubTools>): HubTools;
  file(own?: Partial<HubFile>): HubFile;
  /** Names of all files in blobs/. */
  blobs(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function hubScene(): Promise<HubScene> {
  const server = await HubServer.start();
  const home = await mkdtemp(join(tmpdir(), "hub-spec-"));
  server.put(REPO, COMMIT, "model.safetensors", large, true);
  server.put(REPO, COMMIT, "config.json", small, false);
  const waits: number[] = [];
  const warnings: string[] = [];
  const progress: HubProgress[] = [];
  const cacheDir = join(home, "hub");
  return {
    server,
    cacheDir,
    large,
    small,
    waits,
    warnings,
    progress,
    tools: (own = {}) =>
      hubTools({
        environment: hubEnvironment({ HF_HOME: home, HF_ENDPOINT: server.url }, "/nowhere"),
        sleep: async (ms) => void waits.push(ms),
        stallMs: 20_000, // a busy machine must not look like a stalled Hub
        warn: (sentence) => warnings.push(sentence),
        onProgress: (one) => progress.push(one),
        ...own,
      }),
    file: (own = {}) => ({
      repo: REPO,
      type: "model",
      revision: COMMIT,
      path: "model.safetensors",
      ...own,
    }),
    blobs: () =>
      readdir(join(cacheDir, "models--someone--tiny-gpt2", "blobs")).then(
        (names) => names.sort(),
        () => [],
      ),
    async stop() {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
