/** Run as a process of its own by the specs: fetches one file and prints its path. Arguments: a HubFile as JSON. */
import { homedir } from "node:os";
import { hubFile } from "../../src/hub/download.ts";
import { hubEnvironment } from "../../src/hub/hub-environment.ts";
import { hubTools } from "../../src/hub/hub-tools.ts";

const environment = hubEnvironment(process.env, homedir());
const warn = (sentence: string) => process.stderr.write(`${sentence}\n`);
const path = await hubFile(JSON.parse(process.argv[2] ?? ""), hubTools({ environment, warn }));
process.stdout.write(path);
