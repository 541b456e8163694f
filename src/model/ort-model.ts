import { concatenated, coordinateMean, rowOf, rowsFrom } from "../math/vec.ts";
import { batchSize, beyondFirst } from "./batches.ts";
import { blocksBetween } from "./block-steps.ts";
import {
  type CallPlan,
  checkEnds,
  planCall,
  planLastPositions,
  planMlpPre,
  planResume,
  planRunAll,
} from "./call-plan.ts";
import type { Device } from "./device.ts";
import type { Checkpoint } from "./family.ts";
import { depthOf, type HookPoint, type ResidualSite } from "./hook-point.ts";
import type { LanguageModel, ModelShape, Residual, ResidualConvention } from "./language-model.ts";
import { createNetwork, type OrtNetwork } from "./ort-network.ts";
import { ortRuntime } from "./ort-session.ts";
import type { SessionSlot } from "./ort-session-slot.ts";
import { checkConvention, writeResidual } from "./residual-convention.ts";

export interface OrtModelOptions {
  readonly convention: ResidualConvention;
  /** Threads of one operator; the last bits may differ between counts. */
  readonly threads: number;
  /** Default: the cpu. */
  readonly device?: Device;
  /** Shared by models of which one at a time is measured: then one holds the weights of the fast path. */
  readonly slot?: SessionSlot;
}

/**
 * A checkpoint on onnxruntime: the `LanguageModel` every number of a report comes from.
 *
 * Whole sequences run block by block, the fast path as one graph from where it starts to where it is read. The weights
 * stay in the checkpoint's file, from which onnxruntime maps them. Sessions are made when first needed.
 * Throws: InvalidInputError for a residual convention that the model's family lacks.
 */
export function createOrtModel(checkpoint: Checkpoint, options: OrtModelOptions): LanguageModel {
  const { convention, device = "cpu" } = options;
  const { family, config } = checkpoint;
  checkConvention(convention, family);
  const { dModel, vocabulary } = config;
  const { sites } = family;
  const shape = shapeOf(checkpoint);
  const network = createNetwork(checkpoint, options);
  return {
    identity: {
      name: checkpoint.name,
      weightsDigest: checkpoint.weightsDigest,
      runtime: ortRuntime(device),
      convention,
    },
    shape,
    remarks: checkpoint.remarks,

    async run(options) {
      const { from } = options;
      const plan = planCall(options, shape);
      const x =
        "tokens" in from ? await network.embed(from.tokens, plan.positions) : from.residual.data.slice();
      const record = recorder(plan, convention, "residual" in from ? from.residual : undefined);
      const end = await runSequence(network, plan, x, { visit: record.visit, sites });
      if (!options.logits) return { residuals: record.residuals };
      return {
        residuals: record.residuals,
        logits: { rows: plan.positions, cols: vocabulary, data: await network.logits(end) },
      };
    },

    async resumeFrom(options) {
      const span = planResume(options, shape);
      const { residual, last } = options;
      const prefix = residual.data.subarray(0, (residual.rows - 1) * dModel);
      const out = { rows: last.rows, cols: dModel, data: new Float32Array(last.data.length) };
      const batch = batchSize(last.rows, family.onnx.valuesPerRow(config));
      for (let begin = 0; begin < last.rows; begin += batch) {
        const end = Math.min(begin + batch, last.rows);
        const rows = last.data.subarray(begin * dModel, end * dModel);
        const raw = { ...out, data: await network.lastRows(prefix, rows, span) };
        for (let i = begin; i < end; i++)
          writeResidual(rowOf(raw, i - begin), convention, coordinateMean(rowOf(last, i)), rowOf(out, i));
      }
      return out;
    },

    async mlpPre(options) {
      const way = planMlpPre(options, shape);
      const { residual, last } = options;
      const prefix = residual.data.subarray(0, (residual.rows - 1) * dModel);
      const batch = batchSize(last.rows, family.onnx.valuesPerRow(config));
      const parts: Float32Array[] = [];
      for (let begin = 0; begin < last.rows; begin += batch) {
        const rows = last.data.subarray(begin * dModel, Math.min(begin + batch, last.rows) * dModel);
        parts.push(await network.mlpPre(prefix, rows, way));
      }
      const data = parts.length === 1 ? parts[0]! : concatenated(...parts);
      return { rows: last.rows, cols: data.length / last.rows, data };
    },

    async lastPositions(options) {
      const plan = planLastPositions(options, shape);
      const { prompts } = options;
      const { positions } = plan;
      const x = await network.embed(prompts.flat(), positions);
      const end = await runSequence(network, plan, x, { visit: () => false, sites });
      const out = { rows: prompts.length, cols: dModel, data: new Float32Array(prompts.length * dModel) };
      const stream: Residual = { rows: prompts.length * positions, cols: dModel, data: end };
      for (let i = 0; i < prompts.length; i++)
        writeResidual(rowOf(stream, (i + 1) * positions - 1), convention, 0, rowOf(out, i));
      return out;
    },

    async runAll(options) {
      const plan = planRunAll(options, shape);
      const { streams } = options;
      const { positions } = plan;
      const read: Residual[] = [];
      const batch = batchSize(streams.length, positions * family.onnx.valuesPerRow(config));
      for (let begin = 0; begin < streams.length; begin += batch) {
        const some = streams.slice(begin, begin + batch);
        const x = concatenated(...some.map(({ data }) => data));
        const all = { rows: some.length * positions, cols: dModel };
        const end = { ...all, data: await runSequence(network, plan, x, { visit: () => false, sites }) };
        const written = { ...all, data: new Float32Array(end.data.length) };
        some.forEach((stream, i) => {
          for (let p = 0; p < positions; p++) {
            const row = i * positions + p;
            writeResidual(rowOf(end, row), convention, coordinateMean(rowOf(stream, p)), rowOf(written, row));
          }
          read.push(rowsFrom(written, i * positions, positions));
        });
      }
      return read;
    },

    async divergences(ends) {
      const curves = { ends, each: checkEnds(ends, shape), valuesPerRow: 2 * vocabulary };
      return beyondFirst(curves, (x, each) => network.nats("cross-entropy", x, each));
    },

    async jensenShannon(ends) {
      const curves = { ends, each: checkEnds(ends, shape), valuesPerRow: 4 * vocabulary };
      const nats = await beyondFirst(curves, (x, each) => network.nats("jensen-shannon", x, each));
      return nats.map((value) => Math.sqrt(value / Math.LN2));
    },

    dispose: () => network.dispose(),
  };
}

/** What prompts and hook points of a checkpoint's model are checked against. */
export function shapeOf({ config, family }: Checkpoint): ModelShape {
  const { layers, heads, dModel, positions, vocabulary } = config;
  return { layers, heads, dModel, positions, vocabulary, sites: family.sites };
}

/** Called at every depth that is stopped at; may change the stream in place, and says whether it did. */
type Visit = (depth: number, x: Float32Array) => boolean;

/** Runs whole sequences, one unless there are more, from `plan.start` to `plan.stop` and returns the stream there. */
async function runSequence(
  network: OrtNetwork,
  plan: CallPlan,
  start: Float32Array,
  { visit, sites }: { readonly visit: Visit; readonly sites: readonly ResidualSite[] },
): Promise<Float32Array> {
  const use = { kind: "sequences", length: plan.positions } as const;
  const hasMid = sites.includes("mid");
  let x = start;
  visit(plan.start, x);
  for (const { layer, from, to } of blocksBetween(plan)) {
    if (from === "mid") x = (await network.block(layer, x, { kind: "from-mid" }, ["post"])).post;
    else if (!hasMid) x = (await network.block(layer, x, use, ["post"])).post;
    else {
      const { mid, post } = await network.block(layer, x, use, ["mid", "post"]);
      const changed = visit(depthOf(layer, "mid"), mid);
      if (to === "mid") return mid;
      x = changed ? (await network.block(layer, mid, { kind: "from-mid" }, ["post"])).post : post;
    }
    visit(depthOf(layer, "post"), x);
  }
  return x;
}

/** Puts the plan's patches into the stream and copies out its reads, written in the convention. */
function recorder(plan: CallPlan, convention: ResidualConvention, given: Residual | undefined) {
  const residuals = new Map<HookPoint, Residual>();
  // mean over d_model of the vector last put at a position; 0 where the model's own vector is
  const means = Float64Array.from({ length: plan.positions }, (_, p) =>
    given ? coordinateMean(rowOf(given, p)) : 0,
  );
  const visit: Visit = (depth, x) => {
    const stream: Residual = { rows: plan.positions, cols: x.length / plan.positions, data: x };
    const patches = plan.patches.filter((patch) => patch.depth === depth);
    for (const { position, vector } of patches) {
      x.set(vector, position * stream.cols);
      means[position] = coordinateMean(vector);
    }
    for (const read of plan.reads.filter((r) => r.depth === depth)) {
      const written: Residual = { ...stream, data: new Float32Array(x.length) };
      for (let p = 0; p < stream.rows; p++)
        writeResidual(rowOf(stream, p), convention, means[p]!, rowOf(written, p));
      residuals.set(read.name, written);
    }
    return patches.length > 0;
  };
  return { residuals, visit };
}
