import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";

/**
 * A plugin of esbuild that puts the validators of all schemas in the place of `src/validation/ready-made.ts`, as ajv
 * would have compiled them: a process that reads a report would take half a second for it.
 *
 * @param {string} root the checkout
 */
export function readyValidators(root) {
  return {
    name: "ready-validators",
    setup(building) {
      building.onLoad({ filter: /[\\/]src[\\/]validation[\\/]ready-made\.ts$/ }, () => ({
        contents: validators(join(root, "src")),
        loader: "js",
        resolveDir: root,
      }));
    },
  };
}

/** @param {string} src */
function validators(src) {
  const read = (name) => JSON.parse(readFileSync(join(src, name), "utf8"));
  const names = readdirSync(src, { recursive: true, encoding: "utf8" });
  const schemas = names.filter((name) => name.endsWith(".schema.json")).map(read);
  const code = { source: true, esm: true, optimize: false };
  const ajv = new Ajv2020({ ...read("validation/ajv-options.json"), code, schemas });
  const exported = Object.fromEntries(schemas.map(({ $id }, i) => [`schema_${i}`, $id]));
  const byName = Object.entries(exported).map(([name, id]) => `${JSON.stringify(id)}: ${name}`);
  return `${imported(standalone.default(ajv, exported))}\nexport const READY_MADE = { ${byName.join(", ")} };\n`;
}

/**
 * Code whose parts of ajv are imported: it asks for them by `require`, which a module of a package does not have.
 *
 * @param {string} code
 */
function imported(code) {
  const names = [...new Set(Array.from(code.matchAll(REQUIRED), ([, name]) => name))];
  const imports = names.map((name, i) => `import runtime_${i} from "${name}.js";\n`);
  return imports.join("") + code.replaceAll(REQUIRED, (_, name) => `runtime_${names.indexOf(name)}`);
}

const REQUIRED = /require\("(ajv\/[\w/]+)"\)/g;
