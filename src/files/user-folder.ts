import { resolve } from "node:path";

/** A script of the checkout that starts this command line, and one of a project that the package is installed in. */
const STARTS_US = /^(node src\/cli\/start\.mjs|bag-of-latents)(?=\s|$)/;

/** What a process knows of the folder it was started in. */
export interface StartedIn {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The checkout, or the project that the package is installed in. */
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
    STARTS_US.test(script ?? "");
  return byNpm && initial ? resolve(initial) : cwd;
}
