import { concatenated, type Matrix, rowOf } from "../math/vec.ts";
import { blocksBetween, stepsOf } from "./block-steps.ts";
import { checkEnds, planCall, planLastPositions, planMlpPre, planResume, planRunAll } from "./call-plan.ts";
import type { ModelConfig, ModelFamily } from "./family.ts";
import { depthOf, type HookPoint, hookPoint } from "./hook-point.ts";
import {
  fromFloats,
  fromInts,
  JAX_RUNTIME,
  type JaxArray,
  type Params,
  toFloats,
  tree,
} from "./jax/runtime.ts";
import type {
  CallResult,
  CurveEnds,
  LanguageModel,
  ModelShape,
  Residual,
  ResidualConvention,
} from "./language-model.ts";
import { logSoftmax } from "./next-token-loss.ts";
import { lastPosition, lastPositionsOneByOne, runOneByOne } from "./residual-at.ts";
import { checkConvention } from "./residual-convention.ts";

/** A model held in memory. Weights go by their bare names. */
export interface JaxModelOptions<C extends ModelConfig> {
  readonly name: string;
  readonly weightsDigest: string;
  readonly family: ModelFamily<C>;
  readonly config: C;
  readonly weights: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >;
  readonly convention: ResidualConvention;
}

/**
 * A model on jax-js: a second implementation, written apart from the onnxruntime one, that serves as its oracle and as
 * the trainer's model.
 *
 * Everything is computed in the plainest way: whole sequences, one after the other, no cache, raw residuals with the
 * convention applied where they are read. Slow.
 * Throws: InvalidInputError for a residual convention that the family lacks.
 */
export async function createJaxModel<C extends ModelConfig>(
  options: JaxModelOptions<C>,
): Promise<LanguageModel> {
  const { config, convention, family } = options;
  checkConvention(convention, family);
  const forward = await family.forward();
  const params: Params = Object.fromEntries(
    Object.entries(options.weights).map(([name, { shape, data }]) => [name, fromFloats(data, shape)]),
  );
  const shape: ModelShape = {
    layers: config.layers,
    heads: config.heads,
    dModel: config.dModel,
    positions: config.positions,
    vocabulary: config.vocabulary,
    sites: family.sites,
  };

  const run: LanguageModel["run"] = async (request) => {
    const plan = planCall(request, shape);
    const { from } = request;
    let x: JaxArray =
      "tokens" in from
        ? forward.embed(params, fromInts(Int32Array.from(from.tokens), [1, plan.positions]), config)
        : fromFloats(from.residual.data, [1, plan.positions, config.dModel]);
    // what the centred convention adds back at each position: the mean of the vector that was put there
    const means = new Float64Array(plan.positions);
    if ("residual" in from) for (let p = 0; p < plan.positions; p++) means[p] = mean(rowOf(from.residual, p));
    const residuals = new Map<HookPoint, Residual>();
    const visit = (depth: number) => {
      const patches = plan.patches.filter((patch) => patch.depth === depth);
      if (patches.length > 0) {
        const values = toFloats(x);
        for (const { position, vector } of patches) {
          values.set(vector, position * config.dModel);
          means[position] = mean(vector);
        }
        x = fromFloats(values, [1, plan.positions, config.dModel]);
      }
      for (const { name } of plan.reads.filter((read) => read.depth === depth)) {
        const raw: Residual = { rows: plan.positions, cols: config.dModel, data: toFloats(x.ref) };
        residuals.set(name, convention === "raw" ? raw : centred(raw, means));
      }
    };
    visit(plan.start);
    for (const block of blocksBetween(plan))
      for (const step of stepsOf(block, family.sites)) {
        x = forward.step(params, x, step, config);
        visit(depthOf(step.layer, step.to));
      }
    const result: CallResult = { residuals };
    if (!request.logits) {
      x.dispose();
      return result;
    }
    const logits = toFloats(forward.unembed(params, x, config));
    return { ...result, logits: { rows: plan.positions, cols: config.vocabulary, data: logits } };
  };

  /** What follows each row against what follows the first of its curve, from their log-probabilities. Shape: [row]. */
  const fromFirst = (
    ends: CurveEnds,
    of: (first: Float64Array, own: Float64Array) => number,
  ): Float64Array => {
    const { rows, cols, data } = ends;
    const each = checkEnds(ends, shape);
    const logits: Matrix<"row", "vocabulary"> = {
      rows,
      cols: config.vocabulary,
      data: toFloats(forward.unembed(params, fromFloats(data, [1, rows, cols]), config)),
    };
    const logs = Array.from({ length: rows }, (_, n) => logSoftmax(rowOf(logits, n)));
    return Float64Array.from(logs, (own, n) => of(logs[n - (n % each)]!, own));
  };

  return {
    identity: {
      name: options.name,
      weightsDigest: options.weightsDigest,
      runtime: JAX_RUNTIME,
      convention,
    },
    shape,
    run,

    lastPositions: async (request) => {
      planLastPositions(request, shape);
      return lastPositionsOneByOne(run)(request);
    },

    runAll: async (request) => {
      planRunAll(request, shape);
      return runOneByOne(run)(request);
    },

    async resumeFrom(request) {
      planResume(request, shape);
      const { residual, at, last, readAt } = request;
      const end = (residual.rows - 1) * residual.cols;
      const out = { rows: last.rows, cols: last.cols, data: new Float32Array(last.data.length) };
      for (let i = 0; i < last.rows; i++) {
        const data = new Float32Array(residual.data);
        data.set(rowOf(last, i), end);
        const { residuals } = await run({ from: { residual: { ...residual, data }, at }, read: [readAt] });
        out.data.set(residuals.get(readAt)!.data.subarray(end), i * last.cols);
      }
      return out;
    },

    async mlpPre(request) {
      const { blocks } = planMlpPre(request, shape);
      const { residual, at, last } = request;
      const inputs = blocks.map((block) => hookPoint(block, shape.sites.includes("mid") ? "mid" : "pre"));
      const parts: Float32Array[] = [];
      for (let i = 0; i < last.rows; i++) {
        const data = new Float32Array(residual.data);
        data.set(rowOf(last, i), (residual.rows - 1) * residual.cols);
        const { residuals } = await run({ from: { residual: { ...residual, data }, at }, read: inputs });
        blocks.forEach((block, b) => {
          const input = lastPosition(residuals.get(inputs[b]!)!);
          const x = fromFloats(input.slice(), [1, 1, config.dModel]);
          parts.push(toFloats(forward.mlpPre(params, x, block, config)));
        });
      }
      const data = concatenated(...parts);
      return { rows: last.rows, cols: data.length / last.rows, data };
    },

    divergences: async (ends) => fromFirst(ends, divergence),

    jensenShannon: async (ends) => fromFirst(ends, jensenShannonDistance),

    async dispose() {
      tree.dispose(params);
    },
  };
}

/** KL(P || Q) from log-probabilities, nats. */
function divergence(p: Float64Array, q: Float64Array): number {
  return Math.max(
    0,
    p.reduce((sum, logP, v) => sum + Math.exp(logP) * (logP - q[v]!), 0),
  );
}

/** Jensen-Shannon distance from log-probabilities, 0..1: each logarithm of the mixture by log-sum-exp. */
function jensenShannonDistance(p: Float64Array, q: Float64Array): number {
  const nats = p.reduce((sum, logP, v) => {
    const logQ = q[v]!;
    const high = Math.max(logP, logQ);
    const logM = high + Math.log((Math.exp(logP - high) + Math.exp(logQ - high)) / 2);
    return sum + (Math.exp(logP) * (logP - logM) + Math.exp(logQ) * (logQ - logM)) / 2;
  }, 0);
  return Math.sqrt(Math.max(0, nats) / Math.LN2);
}

/** Each row minus its mean, plus the given one. */
function centred(raw: Residual, means: Float64Array): Residual {
  const shifts = means.map((wanted, row) => wanted - mean(rowOf(raw, row)));
  return { ...raw, data: raw.data.map((value, i) => value + shifts[Math.floor(i / raw.cols)]!) };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
