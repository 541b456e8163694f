/** See build-package.mjs. */
export function buildPackage(outdir: string): Promise<void>;
