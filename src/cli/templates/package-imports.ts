/** An import that leaves the folder of a paper, on one line as the formatter has it. */
const LEAVING =
  /^import (type )?\{ ([^}]+) \} from "(?:\.\.\/)+(?:activations|experiment|math|model|paper|stats)\/[^"]+";\n/gm;

/**
 * The text of a paper's file as it stands in a project that uses the package: what it imports of the checkout's other
 * folders comes from "bag-of-latents", in one line.
 */
export function withPackageImports(text: string): string {
  const names = [...text.matchAll(LEAVING)].flatMap(([, type = "", list]) =>
    list!.split(", ").map((name) => ({ name, type })),
  );
  if (names.length === 0) return text;
  const onlyTypes = names.every(({ type }) => type !== "");
  const sorted = names.toSorted((a, b) => a.name.localeCompare(b.name, "en", { sensitivity: "base" }));
  const listed = sorted.map(({ name, type }) => (onlyTypes ? name : `${type}${name}`)).join(", ");
  return `import ${onlyTypes ? "type " : ""}{ ${listed} } from "bag-of-latents";\n${text.replace(LEAVING, "")}`;
}
