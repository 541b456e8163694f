/**
 * Runs two claims as vitest does with --shard and --reporter=blob, shard by shard, and merges the blobs; in a process of
 * its own, since it is a test runner: node claims-in-vitest-shards.mjs OPTIONS_JSON FOLDER 1/n ... n/n
 */
import { createVitest } from "vitest/node";
import ClaimReporter from "../../src/vitest/claim-reporter.ts";

const CLAIMS = [
  "spec/claims/synthetic-activations/plateau-order.spec.ts",
  "spec/claims/synthetic-activations/reconstruction-behaves-like-real.spec.ts",
];

const [, , options = "", folder = "", ...shards] = process.argv;
const common = { root: process.cwd(), project: ["claims"], watch: false };
for (const shard of shards) {
  const blob = `${folder}/blob-${shard.replace("/", "-")}.json`;
  const vitest = await createVitest("test", {
    ...common,
    shard,
    reporters: [["blob", { outputFile: blob }]],
  });
  for (const project of vitest.projects) project.provide("run", JSON.parse(options));
  await vitest.start(CLAIMS);
  await vitest.close();
}
const merging = await createVitest("test", {
  ...common,
  mergeReports: folder,
  reporters: [new ClaimReporter()],
});
await merging.mergeReports();
await merging.close();
process.exitCode = 0;
