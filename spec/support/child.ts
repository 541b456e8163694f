import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../src/files/compiled/compile.mjs";
import { compiledCode } from "../../src/files/compiled/compiled-code.mjs";
import { temporaryFolder } from "./files.ts";
import { ROOT } from "./root.ts";

/** A script of this project in TypeScript, compiled once so that each process that runs it starts as plain JavaScript. */
export interface ChildScript {
  /** Its file in JavaScript. */
  readonly file: string;
  /** What its processes need in their environment. */
  readonly environment: { readonly BAG_OF_LATENTS_ROOT: string };
}

/** A script that runs claims, which import what is compiled already, as under `reproduce`. */
export async function claimsScript(name: string): Promise<ChildScript> {
  const { file, environment } = await childScript(name);
  const folder = await compiledCode();
  return {
    file,
    environment: { ...environment, ...(folder === null ? {} : { BAG_OF_LATENTS_COMPILED: folder }) },
  };
}

/** Compiles `spec/support/<name>.ts`; the file goes when the spec file that asked for it is done. */
export async function childScript(name: string): Promise<ChildScript> {
  const folder = temporaryFolder();
  await bundle(ROOT, { [name]: `spec/support/${name}.ts` }, folder);
  return {
    file: join(folder, `${name}.mjs`),
    environment: { BAG_OF_LATENTS_ROOT: pathToFileURL(join(ROOT, "/")).href },
  };
}
