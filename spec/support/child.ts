import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../src/files/compiled/compile.mjs";
import { temporaryFolder } from "./files.ts";
import { ROOT } from "./root.ts";

/** A script of this project in TypeScript, compiled once so that each process that runs it starts as plain JavaScript. */
export interface ChildScript {
  /** Its file in JavaScript. */
  readonly file: string;
  /** What its processes need in their environment. */
  readonly environment: { readonly BAG_OF_LATENTS_ROOT: string };
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
