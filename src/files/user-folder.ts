import { resolve } from "node:path";

/** What a process knows of the folder it was started in. */
export interface StartedIn {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The checkout. */
  readonly root: string;
}

/**
 * The folder where the user stands. npm runs the scripts of a package in the package's folder, and names the user's in
 * INIT_CWD; it does so for everything below it too, so the script that npm was asked for must be one of ours that
 * starts this command line, and this process must stand where npm put it.
 */
export function userFolder({ environment, cwd, root }: StartedIn): string {
  const { INIT_CWD: initial, npm_package_json: ofPackage, npm_lifecycle_script: script } = environment;
  const byNpm =
    ofPackage !== undefined &&
    resolve(ofPackage) === resolve(root, "package.json") &&
    resolve(cwd) === resolve(root) &&
    script?.startsWith("node src/cli/start.mjs") === true;
  return byNpm && initial ? resolve(initial) : cwd;
}
