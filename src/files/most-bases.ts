import { totalmem } from "node:os";
import { BYTES_PER_BASE } from "../limits.ts";

/** How many bases fit in the memory of this machine, or of the container this process is confined to. */
export function mostBases(memory: number = memoryOfProcess()): number {
  return Math.max(1, Math.floor(memory / BYTES_PER_BASE));
}

function memoryOfProcess(): number {
  const confined = process.constrainedMemory?.() ?? 0; // absent in old Nodes, 0 or beyond all memory where there is no bound
  return confined > 0 ? Math.min(confined, totalmem()) : totalmem();
}
