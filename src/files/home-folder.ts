import { homedir } from "node:os";

/** This user's home folder; null where the system knows none, as for a user id without a name in a container. */
export function homeFolder(): string | null {
  try {
    return homedir() || null;
  } catch {
    return null;
  }
}
