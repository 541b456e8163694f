import { fromBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  type GraphProto,
  ModelProtoSchema,
  TensorProto_DataLocation,
} from "onnx-buf";
import { describe, expect, it } from "vitest";
import {
  encodeModel,
  IR_VERSION,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxInitializer,
  OPSET_VERSION,
} from "../../src/model/onnx/onnx-model.ts";
import { checkProperty } from "../../src/vitest/property.ts";

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
const whole = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
const float32 = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((n) => Math.fround(n / 1024));
const shape = fc.array(fc.nat({ max: 2 ** 33 }), { maxLength: 3 });

const initializer: fc.Arbitrary<OnnxInitializer> = fc.oneof(
  fc.record({ name, shape, ints: fc.array(whole, { maxLength: 4 }) }),
  fc.record({ name, shape, floats: fc.array(float32, { maxLength: 4 }) }),
  fc.record({
    name,
    shape,
    file: name,
    offset: fc.nat({ max: 2 ** 31 - 1 }).map((n) => n * 1000),
    length: fc.nat(),
  }),
);

const { graph } = fc.letrec<{ graph: OnnxGraph; attribute: OnnxAttribute }>((tie) => ({
  attribute: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ int: whole }),
    fc.record({ float: float32 }),
    fc.record({ string: name }),
    fc.record({ ints: fc.array(whole, { maxLength: 4 }) }),
    fc.record({ graph: tie("graph") }),
  ),
  graph: fc.record({
    name,
    inputs: fc.array(
      fc.record({
        name,
        type: fc.constantFrom("float32" as const, "int64" as const, "bool" as const),
        shape: fc.array(fc.oneof(fc.nat(), name), { maxLength: 3 }),
      }),
      { maxLength: 2 },
    ),
    outputs: fc.array(fc.record({ name, type: fc.constant("float32" as const) }), { maxLength: 2 }),
    initializers: fc.array(initializer, { maxLength: 2 }),
    nodes: fc.array(
      fc.record({
        op: name,
        name,
        inputs: fc.array(name, { maxLength: 3 }),
        outputs: fc.array(name, { maxLength: 2 }),
        attributes: fc.dictionary(
          name.filter((key) => key !== "__proto__"),
          tie("attribute"),
          { maxKeys: 2 },
        ),
      }),
      { maxLength: 2 },
    ),
  }),
}));

describe("an encoded ONNX model", () => {
  it("decodes to the graph it was made from, by an independent reader", () => {
    checkProperty(
      fc.property(graph, (wanted) => {
        const model = fromBinary(ModelProtoSchema, encodeModel(wanted));
        expect(model.irVersion).toBe(BigInt(IR_VERSION));
        expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([
          ["", BigInt(OPSET_VERSION)],
        ]);
        expectGraph(model.graph!, wanted);
      }),
      { numRuns: 200 },
    );
  });

  it("has equal bytes for equal graphs", () => {
    checkProperty(
      fc.property(graph, (wanted) => {
        expect(encodeModel(structuredClone(wanted))).toEqual(encodeModel(wanted));
      }),
    );
  });
});

const TYPES = { float32: 1, int64: 7, bool: 9 } as const;

function expectGraph(got: GraphProto, wanted: OnnxGraph): void {
  expect(got.name).toBe(wanted.name);
  expect(got.input.map(({ name }) => name)).toEqual(wanted.inputs.map(({ name }) => name));
  wanted.inputs.forEach(({ type, shape }, i) => {
    const tensor = got.input[i]!.type!.value;
    if (tensor.case !== "tensorType") throw new Error(`an input of case ${tensor.case}`);
    expect(tensor.value.elemType).toBe(TYPES[type]);
    expect(tensor.value.shape!.dim.map(({ value }) => value.value)).toEqual(
      shape!.map((n) => (typeof n === "number" ? BigInt(n) : n)),
    );
  });
  expect(got.output.map(({ name }) => name)).toEqual(wanted.outputs.map(({ name }) => name));
  got.initializer.forEach((tensor, i) => {
    const source = wanted.initializers[i]!;
    expect([tensor.name, tensor.dims]).toEqual([source.name, source.shape.map(BigInt)]);
    if ("ints" in source) {
      expect(tensor.dataType).toBe(TYPES.int64);
      expect([...new BigInt64Array(tensor.rawData.slice().buffer)]).toEqual(source.ints.map(BigInt));
    } else if ("floats" in source) {
      expect(tensor.dataType).toBe(TYPES.float32);
      expect([...new Float32Array(tensor.rawData.slice().buffer)]).toEqual(Array.from(source.floats));
    } else {
      expect(tensor.dataLocation).toBe(TensorProto_DataLocation.EXTERNAL);
      expect(tensor.externalData.map(({ key, value }) => [key, value])).toEqual([
        ["location", source.file],
        ["offset", String(source.offset)],
        ["length", String(source.length)],
      ]);
    }
  });
  expect(got.initializer).toHaveLength(wanted.initializers.length);
  expect(got.node.map(({ opType, name, input, output }) => [opType, name, input, output])).toEqual(
    wanted.nodes.map(({ op, name, inputs, outputs }) => [op, name, inputs, outputs]),
  );
  got.node.forEach((node, i) => {
    const attributes = Object.entries(wanted.nodes[i]!.attributes ?? {});
    expect(node.attribute.map(({ name }) => name)).toEqual(attributes.map(([key]) => key));
    attributes.forEach(([, value], n) => {
      expectAttribute(node.attribute[n]!, value);
    });
  });
}

function expectAttribute(got: AttributeProto, wanted: OnnxAttribute): void {
  const Type = AttributeProto_AttributeType;
  if ("int" in wanted) expect([got.type, got.i]).toEqual([Type.INT, BigInt(wanted.int)]);
  else if ("float" in wanted) expect([got.type, got.f + 0]).toEqual([Type.FLOAT, wanted.float + 0]);
  else if ("string" in wanted)
    expect([got.type, new TextDecoder().decode(got.s)]).toEqual([Type.STRING, wanted.string]);
  else if ("ints" in wanted) expect([got.type, got.ints]).toEqual([Type.INTS, wanted.ints.map(BigInt)]);
  else {
    expect(got.type).toBe(Type.GRAPH);
    expectGraph(got.g!, wanted.graph);
  }
}
