import "./src/model/ort-telemetry.ts"; // first: the workers inherit it

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { defaultCacheDirectory } from "./src/files/cache-directory.ts";
import { CHECKOUT } from "./src/files/checkout.ts";
import { claimsProject } from "./src/vitest/claims-project.ts";
import { shareProcesses } from "./src/vitest/shared-specs.ts";
import { SpecsInOrder } from "./src/vitest/specs-in-order.ts";

/** Where the time of every spec file is to be written, as in `SPEC_TIMES=reports/tries/spec-times.json npm test`. */
const times = process.env["SPEC_TIMES"];

/**
 * V8 optimizes what a spec runs a few hundred times and then no more, a seventh of the specs' processor time: it is to
 * inline less, and on Node 20 to begin later, as its successors do. Node does not start with a flag it does not know.
 */
const SELDOM_OPTIMIZED = [
  "--max-inlined-bytecode-size=150",
  "--max-inlined-bytecode-size-cumulative=200",
  ...(process.versions.node.startsWith("20.") ? ["--interrupt-budget=270000"] : []),
];

/** What the two halves of the specs have in common. */
const SPECS = {
  execArgv: SELDOM_OPTIMIZED,
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
          exclude: ["spec/claims/**", "spec/whole/**"],
          ...SPECS,
        },
      },
      { extends: true, test: { name: "whole", include: ["spec/whole/**/*.spec.ts"], ...SPECS } },
      { extends: true, test: claimsProject(CHECKOUT) },
    ],
  },
});
