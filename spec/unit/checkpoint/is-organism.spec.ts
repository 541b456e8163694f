import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isOrganism } from "../../../src/checkpoint/is-organism.ts";
import { temporaryFolder } from "../../support/files.ts";

const dir = temporaryFolder();
const provenance = (text: string) => writeFileSync(join(dir, "provenance.json"), text);

it.each(["", "{}", "null", '"organism"', '{ "kind": "gpt2-small" }', "[]"])(
  "a model with a provenance of %j is no organism, nor one with none",
  async (text) => {
    expect(await isOrganism(join(dir, "nowhere"))).toBe(false);
    provenance(text);
    expect(await isOrganism(dir)).toBe(false);
  },
);

it("a model whose provenance is no text is none", async () => {
  writeFileSync(
    join(dir, "provenance.json"),
    Buffer.from('{ "kind": "organism", "by": "\u00e9" }', "latin1"),
  );
  expect(await isOrganism(dir)).toBe(false);
});

it("a model is an organism by the provenance that its training leaves", async () => {
  provenance('{ "kind": "organism" }');
  expect(await isOrganism(dir)).toBe(true);
  expect(await isOrganism("fixtures/organism")).toBe(true);
  expect(await isOrganism("fixtures/reference/prototype")).toBe(false);
});
