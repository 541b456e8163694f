import { shellLine } from "../files/shell-words.ts";

/** The npm command of what was typed, to be pasted into a shell: "npm run reproduce -- --bases 300". */
export function commandLine([command = "reproduce", ...rest]: readonly string[]): string {
  return shellLine(["npm", "run", command, ...(rest.length > 0 ? ["--", ...rest] : [])]);
}
