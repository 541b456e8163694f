import { MissingDeviceError } from "../errors/index.ts";
import type { Device } from "../model/device.ts";
import { type ProbeOutcome, probeDevice } from "./probe-device.ts";

/** What is wrong and what to do about it. */
interface Problem {
  readonly fact: string;
  readonly hint: string;
}

/**
 * Makes sure that a device is there before anything is fetched or measured on it, and that it computes in float32.
 *
 * Nothing falls back to the cpu. CUDA multiplies in TF32 (10 bits) unless told otherwise; it is told so here, for this
 * process and those it starts.
 * Throws: MissingDeviceError with what is to be installed.
 */
export async function prepareDevice(
  device: Device,
  probe: (device: Device) => Promise<ProbeOutcome> = probeDevice,
): Promise<void> {
  if (device === "cpu") return;
  if (device === "cuda") refuseTf32();
  const problem = problemOf(device, await probe(device));
  if (problem) throw new MissingDeviceError({ device, ...problem });
}

/** Has CUDA multiply in float32, in this process and those it starts. */
function refuseTf32(): void {
  process.env["NVIDIA_TF32_OVERRIDE"] ??= "0";
}

/** null where the device works. */
function problemOf(device: Exclude<Device, "cpu">, { answer, printed }: ProbeOutcome): Problem | null {
  if (answer && !answer.providers.includes(device))
    return {
      fact: `onnxruntime-node has no ${device} on ${process.platform} ${process.arch}, only ${answer.providers.join(", ")}`,
      hint: "Hint: --device cpu runs everywhere, webgpu on Linux, macOS and Windows, cuda on Linux x64.",
    };
  if (answer?.error === null) return null;
  const said = answer?.error ?? (lastLine(printed) || "the process that tried it ended without a word");
  return device === "cuda" ? cudaProblem(said, printed) : webgpuProblem(said, printed);
}

function webgpuProblem(said: string, printed: string): Problem {
  if (/Couldn't load Vulkan/.test(printed))
    return {
      fact: "there is no Vulkan loader (libvulkan.so.1)",
      hint: "Hint: on Debian and Ubuntu: apt-get install libvulkan1 mesa-vulkan-drivers; an NVIDIA GPU needs NVIDIA's driver in place of Mesa's.",
    };
  if (/Found no drivers|INCOMPATIBLE_DRIVER/.test(printed))
    return {
      fact: "the Vulkan loader finds no driver",
      hint: "Hint: on Debian and Ubuntu: apt-get install mesa-vulkan-drivers; an NVIDIA GPU needs NVIDIA's driver in place of Mesa's.",
    };
  const lacking = /Warning: (.+ required)\./.exec(printed)?.[1];
  if (/adapter/i.test(said))
    return {
      fact: `no graphics driver here is fit for WebGPU${lacking ? ` (${lacking})` : ""}`,
      hint: "Hint: install a newer driver of the GPU; VK_DRIVER_FILES chooses one where there are several. Of software drivers SwiftShader is fit, Mesa 22's is not.",
    };
  return { fact: firstLine(said), hint: "Hint: install a newer driver of the GPU, or use --device cpu." };
}

function cudaProblem(said: string, printed: string): Problem {
  const all = `${said}\n${printed}`;
  const missing = /([^\s/]+\.so[.\d]*): cannot open shared object file/.exec(all)?.[1];
  if (missing?.startsWith("libonnxruntime_providers_"))
    return {
      fact: `onnxruntime's CUDA 12 libraries are not installed (${missing} is missing)`,
      hint: "Hint: npm installs without them; node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install fetches them; CUDA 12 and cuDNN 9 are needed too.",
    };
  if (missing)
    return {
      fact: `the library ${missing} is not found`,
      hint: "Hint: install CUDA 12 and cuDNN 9 and have LD_LIBRARY_PATH name their folders.",
    };
  return {
    fact: firstLine(said),
    hint: "Hint: it needs an NVIDIA GPU whose driver runs CUDA 12, CUDA 12 itself and cuDNN 9; nvidia-smi shows GPU and driver.",
  };
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0]!.replace(/\.$/, "");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)!.replace(/\.$/, "");
}
