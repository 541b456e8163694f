/** Badges: one a criterion, one for all of them, one for the status on GPT-2 small. SVG and shields endpoint. */
import { makeBadge } from "badge-maker";
import type { Report, Verdict } from "./report.generated.ts";
import { countsText, reproductionSummary } from "./words/claim-words.ts";
import { shortName, subject } from "./words/report-names.ts";

/** What shields.io reads from an endpoint. */
export interface ShieldsEndpoint {
  schemaVersion: 1;
  label: string;
  message: string;
  color: string;
  isError?: true;
}

/** One badge; `name` is its file name without extension. */
export interface Badge {
  name: string;
  svg: string;
  endpoint: ShieldsEndpoint;
}

/** Dark enough for white text. */
const COLOURS: Readonly<Record<Verdict | "mixed", string>> = {
  supported: "#0a7350",
  contradicted: "#a8400d",
  inconclusive: "#806300",
  "not-run": "#5f6671",
  error: "#9a1150",
  mixed: "#2c5f94",
};

const STATUS_COLOURS: Readonly<Record<string, string>> = {
  reproduced: COLOURS.supported,
  "not-reproduced": COLOURS.contradicted,
  inconclusive: COLOURS.inconclusive,
  "not-run": COLOURS["not-run"],
  error: COLOURS.error,
};

/** All badges of a report. A badge of an organism says so in its label. */
export function badgesOf(report: Report): Badge[] {
  const whose = subject(report);
  const status = reproductionSummary(report);
  return [
    badge("overall", `${whose}: claims`, overallMessage(report), overallColour(report)),
    badge("gpt2-small", "claims on GPT-2 small", status, STATUS_COLOURS[status] ?? COLOURS.mixed),
    ...report.claims.map((claim) =>
      badge(
        claim.id,
        `${whose}: ${shortName(claim)}`,
        claim.verdict,
        COLOURS[claim.verdict],
        claim.verdict === "error",
      ),
    ),
  ];
}

function badge(name: string, label: string, message: string, color: string, isError = false): Badge {
  const idSuffix = `-${name.replace(/[^A-Za-z0-9]/g, "-")}`;
  const svg = makeBadge({ label, message, color, style: "flat", idSuffix })
    .replaceAll('id="blur"', `id="blur${idSuffix}"`) // the one id the suffix does not reach
    .replaceAll("url(#blur)", `url(#blur${idSuffix})`);
  return {
    name,
    svg: `${svg}\n`,
    endpoint: { schemaVersion: 1, label, message, color, ...(isError && { isError }) },
  };
}

function overallMessage(report: Report): string {
  const { unexpected } = report.summary;
  const counts = countsText(report) || "none";
  return unexpected.length === 0 ? counts : `${counts} (${unexpected.length} unexpected)`;
}

function overallColour({ claims, summary }: Report): string {
  if (claims.some(({ verdict }) => verdict === "error")) return COLOURS.error;
  if (summary.unexpected.length > 0) return COLOURS.contradicted;
  const [first] = claims;
  if (first === undefined) return COLOURS["not-run"];
  return claims.every(({ verdict }) => verdict === first.verdict) ? COLOURS[first.verdict] : COLOURS.mixed;
}
