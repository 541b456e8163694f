import { bytes, type Field, float, integer, message } from "./protobuf.ts";

/** Operator set and file version written: the newest whose LayerNormalization and Gelu onnxruntime 1.30 runs as they are. */
export const OPSET_VERSION = 20;
export const IR_VERSION = 10;

export type ElementType = "float32" | "int64" | "bool";
const ELEMENT_TYPE = { float32: 1, int64: 7, bool: 9 } as const;

/** A tensor that enters or leaves a graph; a named dimension may have any size. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  /** Left out where the type alone is known, as for the results of a branch. */
  readonly shape?: readonly (number | string)[];
}

export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly graph: OnnxGraph };

export interface OnnxNode {
  readonly op: string;
  /** Unique in its graph; errors and profiles show it. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A constant: int64 or float32 values inside the model, or float32 weights at a place in a file beside it. */
export type OnnxInitializer = { readonly name: string; readonly shape: readonly number[] } & (
  | { readonly ints: readonly number[] }
  | { readonly floats: ArrayLike<number> }
  | { readonly file: string; readonly offset: number; readonly length: number }
);

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
  readonly nodes: readonly OnnxNode[];
}

/**
 * An ONNX file (ModelProto) as bytes; equal graphs give equal bytes.
 *
 * Source of the field numbers: github.com/onnx/onnx, onnx/onnx.proto.
 */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  return message(
    integer(1, IR_VERSION),
    bytes(2, "bag-of-latents"),
    bytes(7, graphProto(graph)),
    bytes(8, message(bytes(1, ""), integer(2, OPSET_VERSION))),
  );
}

function graphProto(graph: OnnxGraph): Uint8Array {
  return message(
    graph.nodes.map((node) => bytes(1, nodeProto(node))),
    bytes(2, graph.name),
    graph.initializers.map((tensor) => bytes(5, tensorProto(tensor))),
    graph.inputs.map((value) => bytes(11, valueInfoProto(value))),
    graph.outputs.map((value) => bytes(12, valueInfoProto(value))),
  );
}

function nodeProto({ op, name, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array {
  return message(
    inputs.map((input) => bytes(1, input)),
    outputs.map((output) => bytes(2, output)),
    bytes(3, name),
    bytes(4, op),
    Object.entries(attributes).map(([key, value]) => bytes(5, message(bytes(1, key), attributeValue(value)))),
  );
}

/** The value and its type: field 20 must be there, or the reader takes the attribute for undefined. */
function attributeValue(value: OnnxAttribute): Field[] {
  if ("float" in value) return [float(2, value.float), integer(20, 1)];
  if ("int" in value) return [integer(3, value.int), integer(20, 2)];
  if ("string" in value) return [bytes(4, value.string), integer(20, 3)];
  if ("ints" in value) return [...value.ints.map((n) => integer(8, n)), integer(20, 7)];
  return [bytes(6, graphProto(value.graph)), integer(20, 5)];
}

function tensorProto(tensor: OnnxInitializer): Uint8Array {
  const dims = tensor.shape.map((n) => integer(1, n));
  if ("ints" in tensor)
    return message(
      dims,
      integer(2, ELEMENT_TYPE.int64),
      bytes(8, tensor.name),
      bytes(9, littleEndian(tensor.ints, 8)),
    );
  if ("floats" in tensor)
    return message(
      dims,
      integer(2, ELEMENT_TYPE.float32),
      bytes(8, tensor.name),
      bytes(9, littleEndian(tensor.floats, 4)),
    );
  const entry = (key: string, value: string) => bytes(13, message(bytes(1, key), bytes(2, value)));
  return message(
    dims,
    integer(2, ELEMENT_TYPE.float32),
    bytes(8, tensor.name),
    entry("location", tensor.file),
    entry("offset", String(tensor.offset)),
    entry("length", String(tensor.length)),
    integer(14, 1), // data_location = EXTERNAL
  );
}

function littleEndian(values: ArrayLike<number>, size: 4 | 8): Uint8Array {
  const raw = new Uint8Array(values.length * size);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < values.length; i++) {
    if (size === 8) view.setBigInt64(8 * i, BigInt(values[i]!), true);
    else view.setFloat32(4 * i, values[i]!, true);
  }
  return raw;
}

function valueInfoProto({ name, type, shape }: OnnxValue): Uint8Array {
  const dims = shape?.map((n) => bytes(1, typeof n === "number" ? integer(1, n) : bytes(2, n)));
  const tensorType = message(integer(1, ELEMENT_TYPE[type]), dims ? bytes(2, message(dims)) : []);
  return message(bytes(1, name), bytes(2, bytes(1, tensorType)));
}
