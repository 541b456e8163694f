/**
 * Runs two claims as vitest does with --shard and --reporter=blob, or merges such blobs; in a process of its own,
 * since it is a test runner: node --import tsx claims-in-vitest-shards.ts OPTIONS_JSON FOLDER [i/n]
 */
import { createVitest } from "vitest/node";
import ClaimReporter from "../../src/vitest/claim-reporter.ts";

const CLAIMS = [
  "spec/claims/synthetic-activations/plateau-order.spec.ts",
  "spec/claims/synthetic-activations/reconstruction-behaves-like-real.spec.ts",
];

const [, , options = "", folder = "", shard] = process.argv;
const common = { root: process.cwd(), project: ["claims"], watch: false };
const vitest = await createVitest(
  "test",
  shard === undefined
    ? { ...common, mergeReports: folder, reporters: [new ClaimReporter()] }
    : {
        ...common,
        shard,
        reporters: [["blob", { outputFile: `${folder}/blob-${shard.replace("/", "-")}.json` }]],
      },
);
if (shard === undefined) await vitest.mergeReports();
else {
  for (const project of vitest.projects) project.provide("run", JSON.parse(options));
  await vitest.start(CLAIMS);
}
await vitest.close();
process.exitCode = 0;
