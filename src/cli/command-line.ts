/** The npm command of what was typed: "npm run reproduce -- --bases 300". */
export function commandLine([command = "reproduce", ...rest]: readonly string[]): string {
  return `npm run ${command}${rest.length > 0 ? ` -- ${rest.join(" ")}` : ""}`;
}
