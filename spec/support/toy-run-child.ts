/** A process to be killed: node toy-run-child.mjs STORE_FOLDER RESULT_FILE BASES POINTS MS_PER_BASE */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openRunStore } from "../../src/store/run-store.ts";
import { toyLab, toyReport } from "./toy-run.ts";

const [, , folder = "", result = "", bases = "", points = "", pause = ""] = process.argv;
const store = await openRunStore(folder, { onWarning: ({ message }) => console.error(message) });
const slow = {
  ...store,
  put: async (...args: Parameters<typeof store.put>) => {
    await store.put(...args);
    await sleep(Number(pause));
  },
};
writeFileSync(result, await toyReport(toyLab({ bases: Number(bases), points: Number(points), store: slow })));
await store.close();
