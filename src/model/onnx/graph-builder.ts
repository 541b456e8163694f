import type { StoredWeights } from "../stored-weights.ts";
import type { OnnxAttribute, OnnxGraph, OnnxInitializer, OnnxNode, OnnxValue } from "./onnx-model.ts";

/** Collects the nodes and constants of one graph; every name in it starts with `scope`. */
export interface GraphBuilder {
  /** Adds a node with one result and returns that result's name. */
  node(
    op: string,
    name: string,
    inputs: readonly string[],
    attributes?: Record<string, OnnxAttribute>,
  ): string;
  /** Adds a node with several results. */
  nodes(
    op: string,
    name: string,
    inputs: readonly string[],
    results: number,
    attributes?: Record<string, OnnxAttribute>,
  ): string[];
  /** One of two ways to a float32 result, of which the other is not computed: by a bool with one element. */
  choice(name: string, by: string, ways: Record<"yes" | "no", (branch: GraphBuilder) => string>): string;
  /** A list of whole numbers, for shapes and axes. */
  ints(name: string, values: readonly number[]): string;
  /** One float32 number. */
  scalar(name: string, value: number): string;
  /** A weight that stays in the checkpoint's file. */
  weight(name: string): string;
  /** Gives a tensor the name a graph output needs. */
  rename(from: string, to: string): string;
  /** The same graph, with another start for the names of nodes. */
  within(scope: string): GraphBuilder;
  build(name: string, inputs: readonly OnnxValue[], outputs: readonly OnnxValue[]): OnnxGraph;
}

/** What the builders of one graph share. */
interface GraphParts {
  readonly nodes: OnnxNode[];
  readonly initializers: Map<string, OnnxInitializer>;
}

export function graphBuilder(
  stored: StoredWeights,
  scope = "",
  parts: GraphParts = { nodes: [], initializers: new Map() },
): GraphBuilder {
  const scoped = (name: string) => scope + name;
  const add = (
    op: string,
    name: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes = {},
  ) => {
    parts.nodes.push({ op, name: scoped(name), inputs, outputs, attributes });
  };
  const constant = (initializer: OnnxInitializer) => {
    parts.initializers.set(initializer.name, initializer);
    return initializer.name;
  };
  return {
    node(op, name, inputs, attributes) {
      add(op, name, inputs, [scoped(name)], attributes);
      return scoped(name);
    },
    nodes(op, name, inputs, results, attributes) {
      const outputs = Array.from({ length: results }, (_, i) => scoped(`${name}_${i}`));
      add(op, name, inputs, outputs, attributes);
      return outputs;
    },
    choice(name, by, { yes, no }) {
      const branch = (way: typeof yes, of: string): OnnxAttribute => {
        const nodes: OnnxNode[] = [];
        const result = way(graphBuilder(stored, `${scoped(name)}_${of}_`, { ...parts, nodes }));
        const outputs: readonly OnnxValue[] = [{ name: result, type: "float32" }];
        return { graph: { name: `${scoped(name)}_${of}`, inputs: [], outputs, initializers: [], nodes } };
      };
      add("If", name, [by], [scoped(name)], {
        then_branch: branch(yes, "if"),
        else_branch: branch(no, "else"),
      });
      return scoped(name);
    },
    ints: (name, values) => constant({ name: scoped(name), shape: [values.length], ints: values }),
    scalar: (name, value) => constant({ name: scoped(name), shape: [], floats: [value] }),
    weight(name) {
      const location = stored.tensors.get(name);
      if (!location) throw new Error(`no weight ${name}: the checkpoint was not checked`);
      const { file, shape, offset, length } = location;
      return constant({ name, shape, file, offset, length });
    },
    rename(from, to) {
      if (from !== to) add("Identity", `as_${to}`, [from], [to]);
      return to;
    },
    within: (inner) => graphBuilder(stored, inner, parts),
    build: (name, inputs, outputs) => ({
      name,
      inputs,
      outputs,
      initializers: [...parts.initializers.values()],
      nodes: parts.nodes,
    }),
  };
}
