import type { Report } from "../report.generated.ts";
import { aboutDefinition, titleOf } from "../words/schema-words.ts";
import { properties } from "./properties.ts";
import type { Block, Section } from "./section.ts";

/** What was run, on what, from what. */
export function provenanceSection({ provenance }: Report): Section {
  const { files, command, deviceParity, ...facts } = provenance;
  const parity = aboutDefinition("DeviceParity");
  const parityBlocks = (values: object): Block[] => [
    { kind: "heading", text: parity.title },
    { kind: "note", text: parity.description },
    { kind: "terms", of: "properties", terms: properties("DeviceParity", values) },
  ];
  const fileBlocks: Block[] = [
    {
      kind: "fold",
      label: titleOf("Provenance", "files"),
      blocks: [
        {
          kind: "terms",
          of: "files",
          terms: files.map(({ name, sha256 }) => ({ term: name, said: [{ code: sha256 }] })),
        },
      ],
    },
  ];
  return {
    id: "provenance",
    title: "Provenance",
    short: "Provenance",
    blocks: [
      {
        kind: "note",
        text: "Equal runs give equal numbers; only what stands here may differ between them.",
      },
      { kind: "paragraph", text: [{ code: command }] },
      { kind: "terms", of: "properties", terms: properties("Provenance", facts) },
      ...(deviceParity === undefined ? [] : parityBlocks(deviceParity)),
      ...(files.length === 0 ? [] : fileBlocks),
    ],
  };
}
