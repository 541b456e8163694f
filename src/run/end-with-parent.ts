/**
 * Has a measuring process end when its parent does: one whose parent was killed would measure on and on, and hold its
 * store. Gives what takes it back. A process that nobody talks to is not ended.
 */
export function endWithParent(): () => void {
  const end = () => process.kill(process.pid, "SIGTERM");
  process.once("disconnect", end);
  return () => process.off("disconnect", end);
}
