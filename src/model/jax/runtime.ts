/**
 * jax-js, loaded so that it computes the same bits on every Node version.
 *
 * jax-js uses fused multiply-add where the engine has relaxed SIMD (Node 22 and later, not 20), which rounds
 * differently. It asks by `WebAssembly.validate` of a tiny module ending in fd 85 02 0b; that one question is
 * answered with no. Node 20 also lacks `globalThis.navigator`, which jax-js reads while it loads.
 */
const RELAXED_MADD_ENDING = [0xfd, 0x85, 0x02, 0x0b];

refuseRelaxedSimd();
(globalThis as { navigator?: unknown }).navigator ??= {};

/** The jax-js module. */
export const jax = await import("@jax-js/jax");
await jax.init("wasm");
jax.defaultDevice("wasm");

export const np = jax.numpy;
export const nn = jax.nn;
export const tree = jax.tree;

/** A jax-js array. Using one gives it up; `.ref` keeps it for a second use. */
export type JaxArray = InstanceType<typeof jax.Array>;

/** Arrays by bare parameter name. */
export type Params = Record<string, JaxArray>;

/** A second reference to a parameter, so that the caller keeps its own. Throws: RangeError where there is none. */
export function parameter(params: Params, name: string): JaxArray {
  const array = params[name];
  if (!array) throw new RangeError(`The parameters hold no "${name}".`);
  return array.ref;
}

/** Says which runtime a number came from. */
export const JAX_RUNTIME = "jax-js 0.1.25 wasm";

/** A float32 array of the given shape. Copies `data`. */
export function fromFloats(data: Float32Array, shape: readonly number[]): JaxArray {
  return np.array(new Float32Array(data), { shape: [...shape], dtype: np.float32 });
}

/** An int32 array of the given shape. */
export function fromInts(data: Int32Array, shape: readonly number[]): JaxArray {
  return np.array(new Int32Array(data), { shape: [...shape], dtype: np.int32 });
}

/** The values of `array`, which is given up. */
export function toFloats(array: JaxArray): Float32Array {
  return new Float32Array(array.dataSync() as Float32Array);
}

interface WasmValidator {
  validate(source: Uint8Array): boolean;
}

function refuseRelaxedSimd(): void {
  const wasm = (globalThis as unknown as { WebAssembly: WasmValidator }).WebAssembly;
  const validate = wasm.validate.bind(wasm);
  wasm.validate = (source) => !isRelaxedProbe(source) && validate(source);
}

/** jax-js's probe has 37 bytes; real modules are longer. */
function isRelaxedProbe(source: Uint8Array): boolean {
  const start = source.length - RELAXED_MADD_ENDING.length;
  return source.length < 64 && RELAXED_MADD_ENDING.every((byte, i) => source[start + i] === byte);
}
