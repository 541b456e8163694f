import { differences, registeredEntry } from "./deviation.ts";
import { digestOfFacts } from "./facts.ts";
import type { Ledger, LedgerEntry, RegisteredFacts } from "./ledger.generated.ts";

/** Why a ledger changes, and when. */
export interface Registering {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly because: string;
  /** What is known of the model; default: what the ledger says of it. */
  readonly known?: string;
}

/** What a ledger lacks, one sentence a criterion; none where every criterion is what its last entry says. */
export function undated(ledger: Ledger, now: ReadonlyMap<string, RegisteredFacts>): readonly string[] {
  const gone = Object.keys(ledger.criteria).filter((name) => registeredEntry(ledger, name) && !now.has(name));
  return [
    ...[...now].flatMap(([name, facts]) => {
      const entry = registeredEntry(ledger, name);
      if (entry === null) return [`"${name}" has no entry`];
      const differs = differences(facts, entry.facts);
      return differs.length === 0
        ? []
        : [`"${name}" differs from its entry of ${entry.date}: ${differs.join("; ")}`];
    }),
    ...gone.map((name) => `"${name}" has an entry and is no criterion any more`),
  ];
}

/** The ledger with an entry for everything that `undated` names. Pure; older entries stay as they are. */
export function withEntries(
  ledger: Ledger,
  now: ReadonlyMap<string, RegisteredFacts>,
  { date, because, known = ledger.known }: Registering,
): Ledger {
  const criteria: Record<string, LedgerEntry[]> = { ...ledger.criteria };
  const add = (name: string, facts: RegisteredFacts | null) => {
    const sha256 = facts && digestOfFacts(facts);
    criteria[name] = [...(criteria[name] ?? []), { date, because, known, sha256, facts }];
  };
  for (const [name, facts] of now) {
    const entry = registeredEntry(ledger, name);
    if (entry === null || entry.sha256 !== digestOfFacts(facts)) add(name, facts);
  }
  for (const name of Object.keys(ledger.criteria))
    if (registeredEntry(ledger, name) && !now.has(name)) add(name, null);
  return { ...ledger, criteria };
}
