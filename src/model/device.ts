/**
 * What a model's products may run on, by the name onnxruntime gives it. Equal bits are promised for the cpu only; on the
 * others a run is held to the cpu before anything is measured.
 */
export const DEVICES = ["cpu", "webgpu", "cuda"] as const;

export type Device = (typeof DEVICES)[number];
