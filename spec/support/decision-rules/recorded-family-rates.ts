import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseGolden } from "../../../src/golden/golden-store.ts";
import { MORE_BASES } from "../../../src/papers/synthetic-activations/setup.ts";
import { ROOT } from "../root.ts";
import { type FamilyRates, simulateFamily } from "./family-simulation.ts";
import { digestOfSources } from "./simulated-sources.ts";

/** How many data sets of each scenario the golden is of. */
export const DATA_SETS = { boundary: 150, "boundary, random far": 100, authors: 25 } as const;

export type Scenario = keyof typeof DATA_SETS;

/** Rates by scenario, and the digest of what the accepted ones were simulated with. */
export interface RecordedFamilyRates {
  readonly simulated: string;
  readonly scenarios: Readonly<Record<Scenario, FamilyRates>>;
}

/** What would be simulated here. */
export function digestHere(): Promise<string> {
  const read = (path: string) => readFileSync(join(ROOT, path), "utf8").replaceAll("\r\n", "\n");
  const given = [JSON.stringify(DATA_SETS), `E5 on ${MORE_BASES} times the bases`];
  return digestOfSources("spec/support/decision-rules/family-simulation.ts", read, given);
}

/**
 * The rates: those of `golden/family-rules.json` where the same was simulated on the same major version of Node, and not
 * asked for in full; else simulated now.
 */
export async function familyRates(full: boolean): Promise<RecordedFamilyRates> {
  const simulated = await digestHere();
  const recorded = full ? null : readRecorded();
  if (recorded?.simulated === simulated) return recorded;
  const rates = (scenario: Scenario) =>
    simulateFamily(scenario, {
      dataSets: DATA_SETS[scenario],
      e5Times: scenario === "authors" ? MORE_BASES : 1,
    });
  return {
    // A digest of the past costs time and decides nothing: only a full run asks for a new one.
    simulated: recorded?.simulated ?? simulated,
    scenarios: {
      boundary: rates("boundary"),
      "boundary, random far": rates("boundary, random far"),
      authors: rates("authors"),
    },
  };
}

/** null where there is no golden, or one of another Node: the comparison with it says what is wrong. */
function readRecorded(): RecordedFamilyRates | null {
  try {
    const { values, environment } = parseGolden(
      "family-rules.json",
      readFileSync(join(ROOT, "golden/family-rules.json"), "utf8"),
    );
    const same = environment.node.split(".", 1)[0] === process.version.split(".", 1)[0];
    return same ? (values as unknown as RecordedFamilyRates) : null;
  } catch {
    return null;
  }
}
