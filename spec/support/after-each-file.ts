import { afterAll } from "vitest";
import { removeTemporaryFolders } from "./files.ts";

// A setup file runs for every spec file; a module of a shared process only for the first that imports it.
afterAll(removeTemporaryFolders);
