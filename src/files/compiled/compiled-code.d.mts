/** See compiled-code.mjs. */
export function compiledCode(): Promise<string | null>;
