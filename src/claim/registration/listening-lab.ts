import type { CodeMetric } from "../../experiment/codes/code-metric.ts";
import type { CurveMetric } from "../../experiment/curve-metric.ts";
import type { GroupSample } from "../../experiment/group-sample.ts";
import type { Lab } from "../../experiment/lab.ts";

/** What was asked of a lab. */
export interface Heard {
  /** One line a question: "maxSlopeStep.absolute of random, with random = another-real". */
  readonly questions: string[];
  /** The metrics asked for, each once. */
  readonly metrics: (CurveMetric | CodeMetric)[];
  /** Whether something was asked of more bases than the run's. */
  beyond: boolean;
}

/** Bases of a made-up answer. */
const BASES = [0, 1, 2, 3, 4, 5, 6, 7];

/**
 * A lab that measures nothing: it writes down what it is asked, and on which view of the lab, and answers with made-up
 * numbers.
 *
 * Views (`with`, `reshaped`, ...) are taken by whatever name they are called, so that a new one needs no line here: a
 * property that is no question gives a lab with one more view.
 */
export function listeningLab(heard: Heard, views: readonly string[] = []): Lab {
  const answer = async (metric: CurveMetric | CodeMetric, type: string): Promise<GroupSample> => {
    heard.questions.push([`${metric.key} of ${type}`, ...views].join(", "));
    if (!heard.metrics.includes(metric)) heard.metrics.push(metric);
    heard.beyond ||= views.includes("withMoreBases");
    return { bases: BASES, values: BASES, meanDistance: null, stepsGrowWithDistance: false };
  };
  const questions = {
    sample: answer,
    codes: answer,
    async samples(metric: CurveMetric, types: readonly string[]) {
      const answers = types.map(async (type) => [type, await answer(metric, type)] as const);
      return Object.fromEntries(await Promise.all(answers));
    },
  };
  return new Proxy(questions as unknown as Lab, {
    get(known, word) {
      if (Object.hasOwn(known, word)) return Reflect.get(known, word);
      if (typeof word === "symbol" || word === "then") return undefined; // a lab may be awaited
      return (...given: readonly unknown[]) => listeningLab(heard, [...views, viewText(word, given)]);
    },
  });
}

/** "with random = another-real"; a function has no words but the name of what it is for. */
function viewText(word: string, given: readonly unknown[]): string {
  const said = given.map((one) => {
    if (typeof one !== "object" || one === null) return typeof one === "function" ? "" : String(one);
    return Object.entries(one)
      .map(([key, value]) => (typeof value === "function" ? key : `${key} = ${String(value)}`))
      .sort()
      .join(" and ");
  });
  return [word, ...said].join(" ").trim();
}
