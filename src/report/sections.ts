import { type Beside, NOTHING_BESIDE } from "./beside.ts";
import { replicatesSections } from "./replicates/replicates-section.ts";
import type { Report } from "./report.generated.ts";
import { abstractSections } from "./sections/abstract.ts";
import { agreementSections } from "./sections/agreement.ts";
import { basesSections } from "./sections/bases.ts";
import { latentsSections } from "./sections/codes/latents.ts";
import { cardsSection, criteriaSection } from "./sections/criteria.ts";
import { curvesSection } from "./sections/curves.ts";
import { dataSections } from "./sections/data.ts";
import { distributionsSection } from "./sections/distributions.ts";
import { geometrySections } from "./sections/geometry.ts";
import { hypothesesSections } from "./sections/hypotheses.ts";
import { ladderSections } from "./sections/ladder.ts";
import { measurementsSection } from "./sections/measurements.ts";
import { openingSection } from "./sections/opening.ts";
import { protocolSection } from "./sections/protocol.ts";
import { provenanceSection } from "./sections/provenance.ts";
import { verdictsSection } from "./sections/reading/verdicts.ts";
import { wordsSection } from "./sections/reading/words.ts";
import { readingsSections } from "./sections/readings.ts";
import { remarksSections } from "./sections/remarks.ts";
import type { Section } from "./sections/section.ts";
import { sensitivitySections } from "./sections/sensitivity.ts";
import { summarySection } from "./sections/summary.ts";
import { untestedSections } from "./sections/untested.ts";
import { slicesSections } from "./slices/slices-section.ts";

/** What a report shows, in order, as data: HTML and Markdown only dress it. Pure. */
export function sections(report: Report, beside: Beside = NOTHING_BESIDE): readonly Section[] {
  return [
    openingSection(report),
    ...abstractSections(report),
    summarySection(report),
    ...hypothesesSections(report),
    ...remarksSections(report),
    wordsSection(report),
    criteriaSection(report),
    ...replicatesSections(report),
    ...ladderSections(report),
    cardsSection(report),
    ...sensitivitySections(report),
    ...readingsSections(report),
    ...untestedSections(report),
    ...agreementSections(report),
    ...basesSections(report, beside),
    measurementsSection(report),
    ...geometrySections(report),
    ...latentsSections(report),
    curvesSection(report),
    ...slicesSections(report),
    distributionsSection(report),
    protocolSection(report),
    verdictsSection(report),
    ...dataSections(report, beside),
    provenanceSection(report),
  ];
}
