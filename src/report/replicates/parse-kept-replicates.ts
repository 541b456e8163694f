/** The door every file of kept replicates goes through when it is read. */
import { MalformedFileError } from "../../errors/index.ts";
import { validatorOf } from "../../validation/validator-of.ts";
import { ledgerSchema, recordSchema, reportSchema } from "../schemas.ts";
import type { KeptReplicates } from "./kept-replicates.generated.ts";
import schema from "./kept-replicates.schema.json" with { type: "json" };

const HINT =
  'Hint: npm run cli -- replicates DIR... --keep --because "..." writes it; restore it from version control.';

const validator = validatorOf<KeptReplicates>(schema, [recordSchema, ledgerSchema, reportSchema]);

/**
 * Kept replicates from their text. `file` names it in messages.
 *
 * Throws: MalformedFileError for what is no JSON or does not fit the schema, and for a criterion or hypothesis that has not
 * something of every seed.
 */
export function parseKeptReplicates(text: string, file: string): KeptReplicates {
  const refuse = (fact: string) => new MalformedFileError({ file, fact, hint: HINT });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse(`is not JSON (${(error as Error).message})`);
  }
  const fits = validator();
  if (!fits(value)) {
    const [error] = fits.errors ?? [];
    throw refuse(`${error?.instancePath || "the whole"} ${error?.message ?? "does not fit the schema"}`);
  }
  const { seeds, criteria, hypotheses } = value;
  for (const [name, { of }] of Object.entries(criteria)) {
    const columns = Object.entries(of).filter(([, column]) => column !== null);
    const short = columns.find(([, column]) => column!.length !== seeds.length);
    if (short)
      throw refuse(`"${name}" has ${short[1]!.length} ${short[0]}, and there are ${seeds.length} seeds`);
  }
  for (const [id, { verdicts }] of Object.entries(hypotheses))
    if (verdicts.length !== seeds.length)
      throw refuse(`"${id}" has ${verdicts.length} verdicts, and there are ${seeds.length} seeds`);
  return value;
}
