/**
 * Makes a folder for the temporary files of specs in memory: they make and remove thousands, and a disk is slower at it
 * the more were removed before. What a killed suite left there is removed first.
 *
 * null where the machine has no such place with room enough to spare; then the system's temporary folder serves.
 */
export function folderInMemory(parent?: string, pid?: number): string | null;
