import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { expectedValuesSchema } from "../../../src/doctor/expected-values.ts";
import keptReplicatesSchema from "../../../src/report/replicates/kept-replicates.schema.json" with {
  type: "json",
};
import { ledgerSchema, recordSchema, reportSchema } from "../../../src/report/schemas.ts";
import { validatorOf } from "../../../src/validation/validator-of.ts";

const SCHEMAS = [ledgerSchema, recordSchema, reportSchema, keptReplicatesSchema, expectedValuesSchema];

it("every schema is a schema itself: no process that reads a value looks again", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, discriminator: true });
  for (const schema of SCHEMAS) expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true);
});

describe("a validator", () => {
  it("is compiled when it is first asked for, once: making one reads nothing of the schema", () => {
    const validator = validatorOf({ $id: "wrong", type: "no type" });
    expect(validator).toThrow("type must be JSONType or JSONType[]: no type");
    const sound = validatorOf({ $id: "sound", type: "object" });
    expect(sound()).toBe(sound());
  });

  it("knows the schemas that its own refers to, whoever named them first", () => {
    const parts = { $id: "parts", $defs: { Even: { type: "integer", multipleOf: 2 } } };
    const pair = { $id: "pair", type: "array", items: { $ref: "parts#/$defs/Even" } };
    const fitsPair = validatorOf(pair, [parts])();
    const fitsOne = validatorOf({ $id: "one", $ref: "pair#/items" }, [pair, parts])();
    expect([fitsPair([2, 4]), fitsPair([2, 3]), fitsOne(2), fitsOne(3)]).toEqual([true, false, true, false]);
    expect(fitsOne.errors?.[0]?.message).toBe("must be multiple of 2");
  });

  it("tells the first misfit of one of several forms as that of the form that its kind names", () => {
    const form = (kind: string, field: string) => ({
      type: "object",
      properties: { kind: { const: kind }, [field]: { type: "number" } },
      required: ["kind", field],
    });
    const fits = validatorOf({
      ...{ $id: "forms", type: "object", required: ["kind"], properties: { kind: { type: "string" } } },
      discriminator: { propertyName: "kind" },
      oneOf: [form("near", "metres"), form("far", "miles")],
    })();
    expect([fits({ kind: "far", miles: 3 }), fits({ kind: "far" })]).toEqual([true, false]);
    expect(fits.errors).toHaveLength(1);
    expect(fits.errors?.[0]?.message).toBe("must have required property 'miles'");
  });
});
