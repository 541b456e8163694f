import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { createProgressBar } from "../../../src/run/progress-bar.ts";

it("a progress bar counts in its own unit, and in that of what it is told", () => {
  const stream = new PassThrough({ encoding: "utf8" });
  const bar = createProgressBar(stream as unknown as NodeJS.WriteStream);
  bar.update({ what: "rows", done: 0, of: 64, unit: "MiB" });
  bar.update({ what: "curves", done: 0, of: 1000 });
  bar.stop();
  const told = String(stream.read());
  expect(told).toContain("0/64 MiB  rows");
  expect(told).toContain("0/1000 bases  curves");
});
