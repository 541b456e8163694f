import { FACTS } from "./facts.ts";
import type { Family, Ledger, LedgerEntry, RegisteredFacts } from "./ledger.generated.ts";
import schema from "./ledger.schema.json" with { type: "json" };

/** What a report says of a criterion's registration. */
export interface Registration {
  /** Of the entry that counts. */
  readonly date: string;
  readonly family: Family;
  /** In what the run deviates from what was registered; null where it does not. */
  readonly deviation: string | null;
  /** Every entry, the oldest first. */
  readonly history: readonly Pick<LedgerEntry, "date" | "because" | "sha256">[];
}

/** The entry that counts; null for a criterion that has none or was withdrawn. */
export function registeredEntry(
  { criteria }: Pick<Ledger, "criteria">,
  name: string,
): (LedgerEntry & { readonly facts: RegisteredFacts }) | null {
  const last = Object.hasOwn(criteria, name) ? criteria[name]!.at(-1) : undefined;
  return last?.facts ? { ...last, facts: last.facts } : null;
}

/**
 * The registration of a criterion as a run has it.
 *
 * `now`: its facts with the run's number of bases and the ledger's seeds; `seed`: the run's.
 */
export function registrationOf(
  ledger: Ledger,
  { name, now, seed }: { readonly name: string; readonly now: RegisteredFacts; readonly seed: string },
): Registration | null {
  const entry = registeredEntry(ledger, name);
  if (entry === null) return null;
  const { seeds, family } = entry.facts;
  const otherSeed = seeds.includes(seed) ? [] : [`the seed is ${seed}, registered: ${seeds.join(", ")}`];
  const differs = [...differences(now, entry.facts), ...otherSeed];
  const history = ledger.criteria[name]!.map(({ date, because, sha256 }) => ({ date, because, sha256 }));
  return { date: entry.date, family, deviation: differs.length === 0 ? null : differs.join("; "), history };
}

/** A fact longer than this is not quoted. */
const QUOTED = 60;

/** What differs between facts, each in words: "the threshold is above 3, registered: above 4". */
export function differences(now: RegisteredFacts, then: RegisteredFacts): readonly string[] {
  return FACTS.flatMap((fact) => {
    const [is, was] = [textOf(now[fact]), textOf(then[fact])];
    if (is === was) return [];
    const words = `the ${wordsOf(fact)}`;
    return is.length + was.length > 2 * QUOTED
      ? [`${words} is not the registered one`]
      : [`${words} is ${is}, registered: ${was}`];
  });
}

function wordsOf(fact: keyof RegisteredFacts): string {
  const { properties } = schema.$defs.RegisteredFacts;
  return fact === "family" ? fact : properties[fact].title;
}

function textOf(fact: RegisteredFacts[keyof RegisteredFacts]): string {
  return fact === null ? "none" : Array.isArray(fact) ? fact.join("; ") : String(fact);
}
