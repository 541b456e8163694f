import type { ShownType } from "../../paper/paper.ts";

/** The pairs every report shows, in the order of the page; the first is the one that the others are held to. */
export const types: readonly ShownType[] = [
  { key: "real", long: "of an unrelated prompt" },
  { key: "other-last-token", long: "of a prompt that ends in another token" },
  { key: "same-last-token", long: "of a prompt that ends in the same token" },
];
