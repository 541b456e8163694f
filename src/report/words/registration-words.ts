/** What a report says of its criteria's registration. */
import type { CriterionEntry, Report } from "../report.generated.ts";
import { shortName, thresholdEdges } from "./criterion-words.ts";
import { decimalsFor, formatInterval, formatNumber } from "./format.ts";

/** One thing to say of several criteria. */
export interface RegistrationLine {
  /** Whether it deviates; else nothing was registered. */
  readonly deviates: boolean;
  readonly text: string;
}

/**
 * Deviations, each once with the criteria it is of ("all 17: the seed is 9, ..."), and what was not registered. None where
 * everything is as registered, and in reports of before there was a ledger.
 */
export function registrationLines({ criteria }: Pick<Report, "criteria">): readonly RegistrationLine[] {
  const asked = criteria.filter(({ registered }) => registered !== undefined);
  const by = new Map<string | null, CriterionEntry[]>();
  for (const criterion of asked)
    for (const said of saidOf(criterion)) by.set(said, [...(by.get(said) ?? []), criterion]);
  return [...by].map(([said, those]) => {
    const all = those.length === criteria.length && those.length > 1;
    if (said === null)
      return {
        deviates: false,
        text: all
          ? "No criterion was registered for this model before the run."
          : `Not registered before the run: ${those.map(shortName).join(", ")}.`,
      };
    return {
      deviates: true,
      text: `${all ? `all ${those.length}` : those.map(shortName).join(", ")}: ${said}.`,
    };
  });
}

/** null: not registered. */
function saidOf({ registered }: CriterionEntry): readonly (string | null)[] {
  return registered ? (registered.deviation?.split("; ") ?? []) : [null];
}

/** "primary, registered 2026-11-27", with what deviates; null in reports of before there was a ledger. */
export function registeredText({ registered, family = "exploratory" }: CriterionEntry): string | null {
  if (registered === undefined) return null;
  if (registered === null) return `${family}, not registered for this model`;
  const { date, deviation } = registered;
  const off = deviation === null ? "" : `; deviates from what was registered: ${deviation}`;
  return `${family}, registered ${date}${off}`;
}

/** Every entry of the ledger: "2026-11-27: the reason (facts 0123456789ab)"; none where a report does not tell them. */
export function registrationHistory({ registered }: CriterionEntry): readonly string[] {
  return (registered?.history ?? []).map(
    ({ date, because, sha256 }) =>
      `${date}: ${because}${sha256 === null ? "" : ` Digest of what decides it: ${sha256.slice(0, 12)}.`}`,
  );
}

/** "1.2 to 3.4, holds with those of all 9 primary criteria at 99 %"; null where there are none. */
export function simultaneousText(criterion: CriterionEntry): string | null {
  const { simultaneous, family } = criterion;
  if (!simultaneous) return null;
  const { interval, level, together, registered } = simultaneous;
  const of = together === registered ? `all ${together}` : `${together} of ${registered}`;
  const percent = formatNumber(100 * level);
  return `${formatInterval(interval, decimalsFor(interval, thresholdEdges(criterion)))}: holds at once for ${of} ${family} criteria, at ${percent} %`;
}
