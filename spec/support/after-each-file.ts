import { afterAll } from "vitest";
import { undoneWithTheFile } from "./changes-of-a-file.ts";
import { removeTemporaryFolders } from "./files.ts";

// A setup file runs for every spec file; a module of a shared process only for the first that imports it.
afterAll(removeTemporaryFolders);
afterAll(undoneWithTheFile()); // first: a spy may stand where a folder is removed
