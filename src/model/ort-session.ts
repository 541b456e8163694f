import "./ort-telemetry.ts"; // first: the library looks when it is loaded

import * as ort from "onnxruntime-node";
import type { Device } from "./device.ts";
import { encodeModel, type OnnxGraph } from "./onnx/onnx-model.ts";

export interface SessionOptions {
  /** Folder of the weights files the graph points into; symbolic links resolved (onnxruntime refuses them). */
  readonly weightsFolder?: string;
  /** Threads of one operator. */
  readonly threads: number;
  /** Default: the cpu. A device that is not there fails the session: nothing falls back to another. */
  readonly device?: Device;
}

/** The runtime's name, version and device, for reports: "onnxruntime-node 1.30.0 cpu". */
export function ortRuntime(device: Device): string {
  return `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common} ${device}`;
}

/** Builds a session from a graph. Own threads per session, so they do not spin while another session works. */
export function createSession(graph: OnnxGraph, options: SessionOptions): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(encodeModel(graph), {
    executionProviders: [options.device ?? "cpu"],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    extra: {
      session: {
        ...(options.weightsFolder === undefined
          ? {}
          : { model_external_initializers_file_folder_path: options.weightsFolder }),
        use_deterministic_compute: "1",
        intra_op: { allow_spinning: "0" },
      },
    },
  });
}

export const float32Tensor = (data: Float32Array, dims: readonly number[]) =>
  new ort.Tensor("float32", data, dims);
export const boolTensor = (value: boolean) => new ort.Tensor("bool", Uint8Array.of(value ? 1 : 0), []);
export const int64Tensor = (values: readonly number[]) =>
  new ort.Tensor("int64", BigInt64Array.from(values, BigInt), [values.length]);
