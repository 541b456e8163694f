import { IS_INSTALLED } from "../files/checkout.ts";

/**
 * How vitest reads a configuration. In this checkout nothing is written beside it, which may be another user's. A repository
 * with papers of its own has vite's usual loader, which writes below its node_modules for a moment: from 8.4 on vite warns
 * of the other, and it is to go.
 */
export const CONFIG_LOADER = IS_INSTALLED ? "bundle" : "runner";
