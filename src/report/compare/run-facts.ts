/** What is known of a run, and in what two runs differ. */
import { RUN_FACTS } from "../across/differences.ts";
import type { Report } from "../report.generated.ts";
import { properties, propertyText } from "../sections/properties.ts";
import type { Text } from "../sections/section.ts";
import { formatNumber } from "../words/format.ts";
import { plainText } from "../words/plain-text.ts";
import { titleOf } from "../words/schema-words.ts";

/** A fact that is not the same in both runs; null where a run does not know it. */
export interface DifferingFact {
  readonly fact: string;
  readonly a: Text | null;
  readonly b: Text | null;
}

/** In what two runs differ. */
export interface DifferingFacts {
  /** What was run, and on what. */
  readonly set: readonly DifferingFact[];
  /** When, where and from what: everything that may differ between equal runs. */
  readonly provenance: readonly DifferingFact[];
}

/** What differs between two runs, in the order of the page. Pure. */
export function differingFacts(a: Report, b: Report): DifferingFacts {
  return {
    set: differing(setOf(a), setOf(b)),
    provenance: differing(provenanceOf(a), provenanceOf(b)),
  };
}

type Facts = ReadonlyMap<string, Text>;

function differing(a: Facts, b: Facts): readonly DifferingFact[] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((fact) => {
    const [first, second] = [a.get(fact) ?? null, b.get(fact) ?? null];
    const same = first !== null && second !== null && plainText(first) === plainText(second);
    return same ? [] : [{ fact, a: first, b: second }];
  });
}

/** What decides the numbers: model, SAE, place, prompts, seed, and what they give of the protocol. */
function setOf(report: Report): Facts {
  const { model, sae, protocol, judging, subject } = report;
  return new Map<string, Text>([
    ...Object.entries(RUN_FACTS).map(([fact, of]): [string, Text] => [fact, of(report)]),
    ["kind of model", model.kind],
    ["blocks", formatNumber(model.layers)],
    ["d_model", formatNumber(model.dModel)],
    [titleOf("Model", "convention"), model.convention],
    ["latents of the SAE", sae === null ? "none" : formatNumber(sae.latents)],
    ["mean L0", sae === null ? "none" : propertyText(sae.meanL0)],
    ["explained variance", sae === null ? "none" : propertyText(sae.explainedVariance)],
    ["mean distance of a target", propertyText(protocol.meanTargetDistance)],
    ...protocol.values.map(({ title, value }): [string, Text] => [title, propertyText(value)]),
    [titleOf("Judging", "resamples"), formatNumber(judging.resamples)],
    ["counts as a reproduction", subject.same ? "yes" : "no"],
  ]);
}

function provenanceOf({ model, provenance }: Report): Facts {
  const { files, deviceParity: _, ...facts } = provenance;
  return new Map<string, Text>([
    ["runtime", model.runtime],
    ...properties("Provenance", facts).map(({ term, said }): [string, Text] => [plainText(term), said]),
    ...files.map(({ name, sha256 }): [string, Text] => [`${name}, sha256`, [{ code: sha256 }]]),
  ]);
}
