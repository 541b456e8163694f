import "./src/model/ort-telemetry.ts"; // first: the workers inherit it

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { defaultCacheDirectory } from "./src/files/cache-directory.ts";
import { CHECKOUT } from "./src/files/checkout.ts";
import { defaultRunOptions } from "./src/run/run-options.ts";
import { compiledFolder, importCompiled } from "./src/vitest/compiled-claims.ts";
import { shareProcesses } from "./src/vitest/shared-specs.ts";
import { SpecsInOrder } from "./src/vitest/specs-in-order.ts";

/** Where the time of every spec file is to be written, as in `SPEC_TIMES=reports/tries/spec-times.json npm test`. */
const times = process.env["SPEC_TIMES"];

const compiled = compiledFolder();

/** What the two halves of the specs have in common. */
const SPECS = {
  // For what hangs, on the busiest machine: no spec measures time, and no other number stands in a spec.
  testTimeout: 10 * 60_000,
  hookTimeout: 20 * 60_000,
  setupFiles: ["./spec/support/after-each-file.ts"],
  // vitest's default is one worker on two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  sequence: { groupOrder: 0 },
};

export default defineConfig({
  plugins: [shareProcesses(CHECKOUT, SPECS)],
  // not beside the packages: the checkout may be another user's
  cacheDir: join(defaultCacheDirectory(), "vitest"),
  test: {
    // onnxruntime needs real typed arrays: vmThreads and vmForks give it those of another realm.
    pool: "forks",
    sequence: { sequencer: SpecsInOrder },
    reporters: [
      "default",
      "./src/vitest/claim-reporter.ts",
      "./spec/support/not-run-reporter.ts",
      ...(times ? ["./spec/support/times/spec-times-reporter.ts"] : []),
    ],
    setupFiles: times ? ["./spec/support/times/processor-time.ts"] : [],
    projects: [
      {
        extends: true,
        test: {
          name: "specs",
          include: ["spec/**/*.spec.ts"],
          exclude: ["spec/claims/**"],
          ...SPECS,
        },
      },
      {
        extends: true,
        plugins: compiled === null ? [] : [importCompiled(compiled)],
        test: {
          name: "claims",
          server: { deps: { external: compiled === null ? [] : [/bag-of-latents-code-/] } },
          include: ["spec/claims/**/*.spec.ts"],
          // every paper's: what a run of the command tries where nothing is typed is the first paper's
          provide: { run: { ...defaultRunOptions(CHECKOUT), papers: null } },
          // One process for all claims: weights are loaded and prompts run once.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          isolate: false,
          fileParallelism: false,
          // A claim that is the first to ask waits for the whole measurement.
          testTimeout: 24 * 60 * 60 * 1000,
        },
      },
    ],
  },
});
