import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { GENERATED, generateTypes } from "../../../src/cli/generate-report-types.ts";
import { recordSchema, reportSchema } from "../../../src/report/schemas.ts";

describe.each(GENERATED)("$types", (generated) => {
  it(`is what ${basename(generated.schema)} generates`, async () => {
    expect(readFileSync(generated.types, "utf8")).toBe(await generateTypes(generated));
  });
});

it("types of the record are imported by those of the report, not made again", async () => {
  const text = await generateTypes(GENERATED[1]!);
  for (const name of Object.keys(recordSchema.$defs))
    expect(text).not.toMatch(new RegExp(`export .* ${name}\\b`));
  expect(text).toMatch(
    /import type \{[^}]*\bCurveBand\b[^}]*\} from "\.\.\/experiment\/record\.generated\.ts"/,
  );
});

it("no definition stands in both schemas", () => {
  const both = Object.keys(recordSchema.$defs).filter((name) => Object.hasOwn(reportSchema.$defs, name));
  expect(both).toEqual([]);
});
