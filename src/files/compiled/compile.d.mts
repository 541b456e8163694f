/** See compile.mjs. */
export function bundle(
  root: string,
  entryPoints: Readonly<Record<string, string>>,
  outdir: string,
): Promise<void>;
