/** What says whether a value that comes from outside fits a schema. */
import { Ajv2020, type AnySchemaObject, type Options, type ValidateFunction } from "ajv/dist/2020.js";
import ajvOptions from "./ajv-options.json" with { type: "json" };
import { READY_MADE } from "./ready-made.ts";

/** A JSON schema (2020-12) by the name that others refer to it by. */
export type Schema = AnySchemaObject & { readonly $id: string };

let ajv: Ajv2020 | undefined;
const added = new Set<string>();

/**
 * What says whether a value fits `schema`; `others` are those that it refers to. Its sentences are ajv's.
 *
 * Nothing is compiled before a value is there, and then once for all schemas that share a part: it takes longer than all
 * that most processes do with what they read. For the same reason parts are compiled apart instead of into each place
 * that refers to them, the code that comes out is not made shorter, and no process looks whether the schemas are schemas:
 * `spec/unit/validation/validator-of.spec.ts` does.
 */
export function validatorOf<T>(schema: Schema, others: readonly Schema[] = []): () => ValidateFunction<T> {
  let validator: ValidateFunction<T> | undefined;
  return () => {
    validator ??= (READY_MADE[schema.$id] as ValidateFunction<T> | undefined) ?? compile<T>(schema, others);
    return validator;
  };
}

function compile<T>(schema: Schema, others: readonly Schema[]): ValidateFunction<T> {
  ajv ??= new Ajv2020({ ...(ajvOptions as Options), code: { optimize: false } });
  for (const one of [schema, ...others]) {
    if (!added.has(one.$id)) ajv.addSchema(one);
    added.add(one.$id);
  }
  return ajv.getSchema<T>(schema.$id) as ValidateFunction<T>;
}
