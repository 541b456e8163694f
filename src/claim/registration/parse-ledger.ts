/** The door every ledger goes through when it is read. */
import { MalformedFileError } from "../../errors/index.ts";
import { validatorOf } from "../../validation/validator-of.ts";
import { digestOfFacts } from "./facts.ts";
import type { Ledger } from "./ledger.generated.ts";
import schema from "./ledger.schema.json" with { type: "json" };

const HINT =
  'Hint: npm run register -- --because "..." writes entries; restore the file from version control.';

const validator = validatorOf<Ledger>(schema);

/**
 * A ledger from its text. `file` names it in messages.
 *
 * Throws: MalformedFileError for what is no JSON or does not fit the schema, dates that go back, and a digest that is not
 * that of its facts: an entry is a record, and nobody edits it.
 */
export function parseLedger(text: string, file: string): Ledger {
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
  for (const [name, entries] of Object.entries(value.criteria))
    for (const [i, { date, sha256, facts }] of entries.entries()) {
      if (i > 0 && date < entries[i - 1]!.date)
        throw refuse(`"${name}" has an entry of ${date} after one of ${entries[i - 1]!.date}`);
      const digest = facts && digestOfFacts(facts);
      if (digest !== sha256)
        throw refuse(`"${name}", ${date}: its digest is ${sha256}, that of its facts ${digest}`);
    }
  return value;
}
