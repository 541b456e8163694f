import { afterEach, describe, expect, it, vi } from "vitest";
import { prepareDevice } from "../../../src/device/prepare-device.ts";
import { type ProbeOutcome, probeDevice } from "../../../src/device/probe-device.ts";
import { MissingDeviceError } from "../../../src/errors/index.ts";
import type { Device } from "../../../src/model/device.ts";

const PROVIDERS = ["cpu", "webgpu", "cuda", "tensorrt"];
const NO_ADAPTER =
  "/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n";
const failed = (error: string, printed = ""): ProbeOutcome => ({
  answer: { providers: PROVIDERS, error },
  printed,
});

/** Device, what was seen on a machine (onnxruntime-node 1.30.0, Linux x64) or is known of it, fact and hint. */
const PROBLEMS: readonly [Device, string, ProbeOutcome, fact: string, hint: string][] = [
  [
    "webgpu",
    "no loader",
    failed(
      NO_ADAPTER,
      "Warning: Couldn't load Vulkan: libvulkan.so.1: cannot open shared object file: No such file or directory\n    at operator() (/build/BackendVk.cpp:368)\n",
    ),
    "there is no Vulkan loader (libvulkan.so.1)",
    "Hint: on Debian and Ubuntu: apt-get install libvulkan1 mesa-vulkan-drivers; an NVIDIA GPU needs NVIDIA's driver in place of Mesa's.",
  ],
  [
    "webgpu",
    "no driver",
    failed(
      NO_ADAPTER,
      "Warning: vkCreateInstance: Found no drivers!\nWarning: vkCreateInstance failed with VK_ERROR_INCOMPATIBLE_DRIVER\n",
    ),
    "the Vulkan loader finds no driver",
    "Hint: on Debian and Ubuntu: apt-get install mesa-vulkan-drivers; an NVIDIA GPU needs NVIDIA's driver in place of Mesa's.",
  ],
  [
    "webgpu",
    "a driver that is too old",
    failed(
      NO_ADAPTER,
      "Warning: Vulkan shaderUniform*ArrayDynamicIndexing required.\n - While initializing adapter (backend=BackendType::Vulkan)\n",
    ),
    "no graphics driver here is fit for WebGPU (Vulkan shaderUniform*ArrayDynamicIndexing required)",
    "Hint: install a newer driver of the GPU; VK_DRIVER_FILES chooses one where there are several. Of software drivers SwiftShader is fit, Mesa 22's is not.",
  ],
  [
    "webgpu",
    "a driver that crashes",
    { answer: null, printed: "Segmentation fault\n" },
    "Segmentation fault",
    "Hint: install a newer driver of the GPU, or use --device cpu.",
  ],
  [
    "webgpu",
    "a process that says nothing",
    { answer: null, printed: "" },
    "the process that tried it ended without a word",
    "Hint: install a newer driver of the GPU, or use --device cpu.",
  ],
  [
    "webgpu",
    "wrong numbers",
    failed("1 + 1 gave 0"),
    "1 + 1 gave 0",
    "Hint: install a newer driver of the GPU, or use --device cpu.",
  ],
  [
    "cuda",
    "no provider libraries",
    failed(
      "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library",
      "2026-11-22 16:27:26 [E:onnxruntime:onnxruntime-node, provider_bridge_ort.cc:2146 Create] Failed to load library /x/linux/x64/libonnxruntime_providers_shared.so with error: /x/linux/x64/libonnxruntime_providers_shared.so: cannot open shared object file: No such file or directory\n",
    ),
    "onnxruntime's CUDA 12 libraries are not installed (libonnxruntime_providers_shared.so is missing)",
    "Hint: npm installs without them; node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install fetches them; CUDA 12 and cuDNN 9 are needed too.",
  ],
  [
    "cuda",
    "no CUDA",
    failed(
      "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library",
      "Failed to load library /x/libonnxruntime_providers_cuda.so with error: libcudnn.so.9: cannot open shared object file: No such file or directory",
    ),
    "the library libcudnn.so.9 is not found",
    "Hint: install CUDA 12 and cuDNN 9 and have LD_LIBRARY_PATH name their folders.",
  ],
  [
    "cuda",
    "no GPU",
    failed("CUDA failure 100: no CUDA-capable device is detected ; GPU=0 ;\nat line 12"),
    "CUDA failure 100: no CUDA-capable device is detected ; GPU=0 ;",
    "Hint: it needs an NVIDIA GPU whose driver runs CUDA 12, CUDA 12 itself and cuDNN 9; nvidia-smi shows GPU and driver.",
  ],
  [
    "cuda",
    "a platform without it",
    { answer: { providers: ["cpu", "webgpu"], error: "backend not found" }, printed: "" },
    `onnxruntime-node has no cuda on ${process.platform} ${process.arch}, only cpu, webgpu`,
    "Hint: --device cpu runs everywhere, webgpu on Linux, macOS and Windows, cuda on Linux x64.",
  ],
];

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("a device", () => {
  it.each(PROBLEMS)("%s that has %s is refused in one sentence with what to do", async (...row) => {
    const [device, , outcome, fact, hint] = row;
    const error = await prepareDevice(device, async () => outcome).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MissingDeviceError);
    const { message, hint: told } = error as MissingDeviceError;
    expect([message, told]).toEqual([`--device ${device} cannot be used: ${fact}.`, hint]);
  });

  it("that works is let through, and the cpu is not even tried", async () => {
    const tried: Device[] = [];
    const works = async (device: Device) => {
      tried.push(device);
      return { answer: { providers: PROVIDERS, error: null }, printed: "error: XDG_RUNTIME_DIR is not set" };
    };
    await prepareDevice("webgpu", works);
    await prepareDevice("cpu", works);
    expect(tried).toEqual(["webgpu"]);
  });

  it("of NVIDIA computes in float32 unless somebody said otherwise", async () => {
    const works = async () => ({ answer: { providers: PROVIDERS, error: null }, printed: "" });
    vi.stubEnv("NVIDIA_TF32_OVERRIDE", undefined);
    await prepareDevice("webgpu", works);
    expect(process.env["NVIDIA_TF32_OVERRIDE"]).toBeUndefined();
    await prepareDevice("cuda", works);
    expect(process.env["NVIDIA_TF32_OVERRIDE"]).toBe("0");
    vi.stubEnv("NVIDIA_TF32_OVERRIDE", "1");
    await prepareDevice("cuda", works);
    expect(process.env["NVIDIA_TF32_OVERRIDE"]).toBe("1");
  });

  it("is tried with a session that really runs: the cpu gives the right numbers", async () => {
    const { answer } = await probeDevice("cpu");
    expect(answer).toEqual({ providers: expect.arrayContaining(["cpu"]), error: null });
  });

  it("that onnxruntime has never heard of is no success", async () => {
    const { answer } = await probeDevice("abacus" as Device);
    expect(answer!.error).toMatch(/abacus/);
  });
});
