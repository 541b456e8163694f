/**
 * Imported before onnxruntime-node wherever it is: since 1.29 the library keeps a device id in the user's cache folder and
 * looks for a collector unless this is set when it is loaded. Processes that are started inherit it.
 *
 * In a worker thread Node's `process.env` is a copy that a library never sees: the main thread must have set it.
 */
process.env["ORT_DISABLE_TELEMETRY"] = "1";
