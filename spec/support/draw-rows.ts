/** Run as a process of its own by the specs: draws prompts and prints their digest. Argument: the cache folder. */
import { homedir } from "node:os";
import { hubEnvironment } from "../../src/hub/hub-environment.ts";
import { hubTools } from "../../src/hub/hub-tools.ts";
import { rngFromSeed } from "../../src/math/rng.ts";
import { openWebTextPrompts } from "../../src/openwebtext/openwebtext-prompts.ts";
import { promptsDigest } from "../../src/store/run-identity.ts";

const source = openWebTextPrompts({
  tokens: 10,
  vocabulary: 50257,
  tools: hubTools({ environment: hubEnvironment(process.env, homedir()) }),
  cache: process.argv[2] ?? "",
  onProgress: () => undefined,
  onWarning: ({ message }) => process.stderr.write(`${message}\n`),
});
process.stdout.write(promptsDigest(await source.draw(rngFromSeed(0), { bases: 20, dModel: 16 })));
