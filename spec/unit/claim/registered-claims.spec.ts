import { basename, dirname } from "node:path/posix";
import { describe, expect, it } from "vitest";
import type { Criterion } from "../../../src/claim/criterion.ts";
import { papers } from "../../../src/papers/index.ts";
import { allClaimFiles } from "../../../src/run/claim-files.ts";
import { registered } from "../../../src/vitest/criterion.ts";
import { fakeLab } from "../../support/fake-lab.ts";
import { ROOT } from "../../support/root.ts";
import { sourceTexts } from "../../support/source-texts.ts";

interface Registered {
  readonly folder: string;
  readonly file: string;
  readonly criterion: Criterion;
}

const files = sourceTexts("spec/claims").filter(({ path }) => path.endsWith(".spec.ts"));
const all: Registered[] = [];
for (const { path } of files) {
  const before = registered.length;
  const [folder, file] = [basename(dirname(path)), basename(path, ".spec.ts")];
  await import(`../../claims/${folder}/${file}.spec.ts`);
  for (const criterion of registered.slice(before)) all.push({ folder, file, criterion });
}
const criteria = all.map(({ criterion }) => criterion);

/** The thresholds that were registered before any run; they move only with a dated entry in DECISIONS. */
const THRESHOLDS: Readonly<Record<string, { readonly above: number } | { readonly within: number }>> = {
  "synthetic-activations/step-like-response.absolute": { above: 0.5 },
  "synthetic-activations/step-like-response.relative": { above: 0.5 },
  "synthetic-activations/earlier-towards-real.absolute": { above: 3 },
  "synthetic-activations/earlier-towards-real.relative": { above: 4 },
  "synthetic-activations/structured-resembles-real.absolute": { above: 0 },
  "synthetic-activations/structured-resembles-real.relative": { above: 0 },
  "synthetic-activations/bag-resembles-real-less.absolute": { above: 0 },
  "synthetic-activations/bag-resembles-real-less.relative": { above: 0 },
  "synthetic-activations/uniform-bag-resembles-real-less.absolute": { above: 0 },
  "synthetic-activations/uniform-bag-resembles-real-less.relative": { above: 0 },
  "synthetic-activations/longer-plateaus-around-real.as-drawn": { above: 2 },
  "synthetic-activations/longer-plateaus-around-real.at-equal-norm": { above: 2 },
  "synthetic-activations/plateau-order.structured-over-baseline": { above: 1 },
  "synthetic-activations/plateau-order.real-over-random": { above: 2 },
  "synthetic-activations/reconstruction-behaves-like-real.max-slope-absolute": { above: 0 },
  "synthetic-activations/reconstruction-behaves-like-real.max-slope-relative": { above: 0 },
  "synthetic-activations/reconstruction-behaves-like-real.plateau": { above: 0 },
  "synthetic-activations/more-control-helps-little": { above: 0 },
  "synthetic-activations/same-by-kl.earlier-towards-real": { above: 3 },
  "synthetic-activations/same-by-kl.structured-resembles-real": { above: 0 },
  "synthetic-activations/same-by-area.earlier-towards-real": { above: 3 },
  "synthetic-activations/same-by-area.structured-resembles-real": { above: 0 },
  "synthetic-activations/equal-lengths.earlier-towards-real": { above: 4 },
  "synthetic-activations/equal-lengths.structured-resembles-real": { above: 0 },
  "synthetic-activations/single-latents-spread-more": { above: 1.2 },
  "synthetic-activations/code-structure.cosines-to-top": { above: 0.05 },
  "synthetic-activations/code-structure.cosines-of-pairs": { above: 0.08 },
  "synthetic-activations/code-structure.co-occurrence": { above: 0.125 },
  "synthetic-activations/code-structure.share-of-strongest": { above: 0.11 },
  "synthetic-activations/kl-flat-then-jump": { above: 27 },
  "synthetic-activations/heavier-right-tail": { above: 0.03 },
  "synthetic-activations/isotropic-directions": { above: 8 },
  "synthetic-activations/mixture-directions.alike": { within: 3 },
  "synthetic-activations/mixture-directions.shrinks": { above: 0 },
  "synthetic-activations/error-against-noise.isotropic": { above: 1.5 },
  "synthetic-activations/error-against-noise.covariance": { above: 1 / 1.5 },
  "sensitive-directions/error-over-isotropic.last": { above: 0.405 },
  "sensitive-directions/error-over-isotropic.following": { above: 0.405 },
  "sensitive-directions/error-over-isotropic.every": { above: 0.405 },
  "sensitive-directions/error-not-over-mixture.last": { above: -0.405 },
  "sensitive-directions/error-not-over-mixture.every": { above: -0.405 },
  "sensitive-directions/error-not-over-mixture.real": { above: -0.405 },
  "sensitive-directions/not-the-norm": { above: 0.7 },
  "sensitive-directions/isotropic-weaker.short": { above: 0.405 },
  "sensitive-directions/isotropic-weaker.middle": { above: 0.405 },
  "sensitive-directions/isotropic-weaker.long": { above: 0.405 },
  "sensitive-directions/isotropic-weaker.mixtures-alike": { within: 0.405 },
  "sensitive-directions/latent-directions.active": { above: 0.405 },
  "sensitive-directions/latent-directions.inactive": { within: 0.405 },
  "sensitive-directions/latent-directions.dead": { within: 0.405 },
  "sensitive-directions/lower-l0-acts-more": { above: 0.5 },
  "stable-regions/flat-jump-flat.max-slope": { above: 2 },
  "stable-regions/flat-jump-flat.flat-ends": { within: 0.5 },
  "stable-regions/sharpens-in-training.emerges": { above: 0.64 },
  "stable-regions/sharpens-in-training.at-every-checkpoint": { above: 0.5 },
  "stable-regions/sharper-with-size.smaller": { above: 0.56 },
  "stable-regions/sharper-with-size.larger": { above: 0.56 },
  "stable-regions/sharper-with-size.largest": { above: 0.56 },
  "stable-regions/regions-follow-meaning.last-token": { above: 2 },
  "stable-regions/regions-follow-meaning.last-token-at-equal-distance": { above: 2 },
  "stable-regions/regions-follow-meaning.topic": { above: 1.1 },
  "stable-regions/same-region-same-prediction.pairs": { above: 0.1 },
  "stable-regions/same-region-same-prediction.last-token": { above: 2 },
  "stable-regions/larger-than-polytopes": { above: 100 },
};

describe("the claims of spec/claims", () => {
  it("are there: every file defines at least one, in the folder of a paper", () => {
    expect(new Set(all.map(({ folder, file }) => `${folder}/${file}`)).size).toBe(files.length);
    expect(files.length).toBeGreaterThan(6);
    expect(files.filter(({ path }) => path.split("/").length !== 4)).toEqual([]);
  });

  it("each are of the paper whose name their folder has", () => {
    const strays = all.filter(({ folder, criterion }) => criterion.paper !== folder);
    expect(strays.map(({ criterion }) => criterion.key)).toEqual([]);
    const known = papers.map(({ id }) => id);
    expect(criteria.filter(({ paper }) => !known.includes(paper))).toEqual([]);
  });

  it("each have a name that is the file's, or begins with it and a dot, and no two the same key", () => {
    const strays = all.filter(
      ({ file, criterion: { name } }) => name !== file && !name.startsWith(`${file}.`),
    );
    expect(strays.map(({ criterion }) => criterion.key)).toEqual([]);
    const keys = criteria.map(({ key }) => key);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    for (const { key, paper, name } of criteria) expect(key).toBe(`${paper}/${name}`);
  });

  it("each have a hypothesis, a reason, a place in the paper and a named control that acts on the lab", () => {
    for (const { hypothesis, threshold, where, control } of criteria) {
      expect(hypothesis.trim()).not.toBe("");
      expect(threshold.because.length).toBeGreaterThan(10);
      expect(where.length).toBeGreaterThan(5);
      expect(control.name.length).toBeGreaterThan(5);
      expect(typeof control.of).toBe("function");
    }
  });

  it("that were registered each plant an effect that must be found, by a name and on a changed lab", () => {
    const theirs = criteria.filter(({ key }) => Object.hasOwn(THRESHOLDS, key));
    expect(theirs.filter(({ planted }) => !planted || planted.name.length < 6).map(({ key }) => key)).toEqual(
      [],
    );
  });

  it("are known by their hypotheses without being run: what is read off the text is what they register", () => {
    const registeredBy = (id: string) => {
      const own = all.filter(({ folder, file }) => `${folder}/${file}` === id);
      return [...new Set(own.map(({ criterion }) => criterion.hypothesis))];
    };
    const scanned = allClaimFiles(ROOT);
    expect(scanned.map(({ id }) => id)).toHaveLength(files.length);
    for (const { id, hypotheses } of scanned) expect(hypotheses, id).toEqual(registeredBy(id));
  });

  it("that were registered go by the hypotheses that their paper lists; others are free words", () => {
    const theirs = criteria.filter(({ key }) => Object.hasOwn(THRESHOLDS, key));
    expect(theirs.length).toBeGreaterThan(12);
    const listed = new Map(papers.map(({ id, hypotheses }) => [id, hypotheses.map((one) => one.id)]));
    for (const { paper, hypothesis } of theirs) expect(listed.get(paper)).toContain(hypothesis);
  });

  it("test every hypothesis that their paper lists, but for those it says the reason of: never both, never neither", () => {
    for (const { id: paper, hypotheses } of papers) {
      const tested = new Set(
        criteria.filter((one) => one.paper === paper).map(({ hypothesis }) => hypothesis),
      );
      for (const { id, says, untested } of hypotheses) {
        expect(says.length, id).toBeGreaterThan(20);
        expect(tested.has(id), `${paper} ${id}: has a claim, or says why not`).toBe(untested === undefined);
      }
    }
  });

  it("that judge no latents run without an SAE, though what they show beside needs one, and have a control there", async () => {
    const { lab } = fakeLab({ sae: null });
    const runs = async (work: () => Promise<unknown>) =>
      work().then(
        () => true,
        () => false,
      );
    for (const criterion of criteria) {
      const composes = /structured|baseline|reconstruction|uniform|latent|strongest/.test(
        criterion.statistic.name,
      );
      expect(await runs(() => criterion.observe(lab)), criterion.key).toBe(!composes);
      const { control, controlWithoutLatents: other = control } = criterion;
      if (!composes)
        expect(await runs(() => criterion.observe(other.of(lab))), `control of ${criterion.key}`).toBe(true);
    }
  });

  it("have the thresholds that were registered before any run", () => {
    const limits = criteria
      .filter(({ key }) => Object.hasOwn(THRESHOLDS, key))
      .map(({ key, threshold }) => {
        const { because: _, ...limit } = threshold;
        return [key, limit];
      });
    expect(Object.fromEntries(limits)).toEqual(THRESHOLDS);
  });

  it("use the basic interval for biased distances, and the percentile interval for all else", () => {
    for (const { statistic } of criteria)
      expect(statistic.interval).toBe(/KS\(|W1\(/.test(statistic.name) ? "basic" : "percentile");
  });
});
