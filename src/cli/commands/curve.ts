import { prepareDevice } from "../../device/prepare-device.ts";
import { fetchSources } from "../../run/fetch-sources.ts";
import { type CurveOptions, type CurveResult, oneCurve } from "../../run/one-curve.ts";

/** One curve on a device that is to be there, where the model may be a name of the Hub. Throws: as `fetchSources` too. */
export async function curveNamed(
  options: CurveOptions & { readonly acceptChanged?: true },
): Promise<CurveResult> {
  await prepareDevice(options.device ?? "cpu");
  const { model } = await fetchSources({ model: options.model, sae: false }, process.stderr, {
    acceptChanged: options.acceptChanged ?? false,
  });
  return oneCurve({ ...options, model: model?.dir ?? options.model });
}
