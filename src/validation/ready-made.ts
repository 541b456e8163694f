import type { ValidateFunction } from "ajv/dist/2020.js";

/**
 * Validators that need not be compiled, by the name of their schema: none where the project runs from its sources. In
 * compiled code and in the package those of every `*.schema.json` stand in this file's place
 * (`src/files/compiled/ready-validators.mjs`).
 */
export const READY_MADE: Readonly<Record<string, ValidateFunction>> = {};
