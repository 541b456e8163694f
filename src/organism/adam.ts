import { type JaxArray, np, type Params } from "../model/jax/runtime.ts";

/** Running first and second moments of the gradient, by parameter name. */
export interface Moments {
  readonly m: Params;
  readonly v: Params;
}

export interface AdamSettings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled decay, applied to the parameters for which `decays` is true. */
  readonly weightDecay: number;
  readonly decays: (name: string) => boolean;
}

/**
 * One AdamW step, to be traced inside a jitted function.
 *
 * m <- b1 m + (1-b1) g; v <- b2 v + (1-b2) g²; p <- p - lr (m c1 / (sqrt(v c2) + eps) + decay p)
 * `rates` is a float32 [3]: lr, c1 = 1/(1-b1^t), c2 = 1/(1-b2^t), computed outside in float64.
 * Gives up params, gradients and moments.
 * Source: Loshchilov and Hutter, arXiv 1711.05101, in PyTorch's order of operations.
 */
export function adamStep(
  params: Params,
  gradients: Params,
  moments: Moments,
  rates: JaxArray,
  settings: AdamSettings,
): { params: Params; moments: Moments } {
  const { beta1, beta2, epsilon, weightDecay } = settings;
  const next: { params: Params; m: Params; v: Params } = { params: {}, m: {}, v: {} };
  for (const [name, p] of Object.entries(params)) {
    const g = gradients[name]!;
    const m = moments.m[name]!.mul(beta1).add(g.ref.mul(1 - beta1));
    const v = moments.v[name]!.mul(beta2).add(g.ref.mul(g).mul(1 - beta2));
    const [lr, c1, c2] = [rates.ref.slice(0), rates.ref.slice(1), rates.ref.slice(2)];
    const direction = m.ref.mul(c1).div(np.sqrt(v.ref.mul(c2)).add(epsilon));
    const update = settings.decays(name) ? direction.add(p.ref.mul(weightDecay)) : direction;
    next.params[name] = p.sub(update.mul(lr));
    next.m[name] = m;
    next.v[name] = v;
  }
  rates.dispose();
  return { params: next.params, moments: { m: next.m, v: next.v } };
}

/** lr, 1/(1-b1^t) and 1/(1-b2^t) for step t = 1, 2, ... */
export function adamRates(learningRate: number, step: number, settings: AdamSettings): Float32Array {
  return Float32Array.of(
    learningRate,
    1 / (1 - power(settings.beta1, step)),
    1 / (1 - power(settings.beta2, step)),
  );
}

/** b^n by repeated squaring: products only, so every engine rounds alike (Math.pow may not). */
function power(b: number, n: number): number {
  let result = 1;
  for (let base = b, k = n; k > 0; k = Math.floor(k / 2), base *= base) if (k % 2 === 1) result *= base;
  return result;
}

/** Scales all gradients so that their joint length is at most `limit`. Gives up the gradients. */
export function clipByGlobalNorm(gradients: Params, limit: number): Params {
  let squares: JaxArray | undefined;
  for (const g of Object.values(gradients)) {
    const sum = np.sum(g.ref.mul(g.ref));
    squares = squares ? squares.add(sum) : sum;
  }
  if (!squares) return gradients;
  const scale = np.minimum(np.array(limit).div(np.sqrt(squares).add(1e-6)), 1);
  const clipped = Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, g.mul(scale.ref)]));
  scale.dispose();
  return clipped;
}
