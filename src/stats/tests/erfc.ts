/**
 * Complementary error function: 2/sqrt(pi) times the integral of exp(-t^2) from x to infinity.
 *
 * Cody's rational approximations on [0, 0.46875], [0.46875, 4] and above 4; relative error about 2e-15, also deep
 * in the tail (no cancellation). Underflows to 0 above x = 26.5.
 * Source (coefficients rounded to float64): W. J. Cody, Mathematics of Computation 23 (1969) 631-637.
 */
export function erfc(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - x * centre(y > 1e-16 ? y * y : 0);
  const tail = expOfMinusSquare(y) * (y <= 4 ? middle(y) : far(y));
  return x < 0 ? 2 - tail : tail;
}

/** The chance that a standard normal number exceeds z. */
export function normalUpperTail(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}

/** exp(-y^2) with y split at 1/16, so that the rounding of y^2 is not magnified by exp. */
function expOfMinusSquare(y: number): number {
  const coarse = Math.trunc(y * 16) / 16;
  return Math.exp(-coarse * coarse) * Math.exp(-(y - coarse) * (y + coarse));
}

/** erf(x) / x as a function of x^2. */
function centre(square: number): number {
  return (
    polynomial(
      [3209.3775891384694, 377.485237685302, 113.86415415105016, 3.1611237438705655, 0.18577770618460315],
      square,
    ) / polynomial([2844.236833439171, 1282.6165260773723, 244.02463793444417, 23.601290952344122, 1], square)
  );
}

function middle(y: number): number {
  return (
    polynomial(
      [
        1230.3393547979972, 2051.0783778260716, 1712.0476126340707, 881.952221241769, 298.6351381974001,
        66.11919063714163, 8.883149794388377, 0.5641884969886701, 2.1531153547440383e-8,
      ],
      y,
    ) /
    polynomial(
      [
        1230.3393548037495, 3439.3676741437216, 4362.619090143247, 3290.7992357334597, 1621.3895745666903,
        537.1811018620099, 117.6939508913125, 15.744926110709835, 1,
      ],
      y,
    )
  );
}

function far(y: number): number {
  const r = 1 / (y * y);
  const ratio =
    polynomial(
      [
        0.0006587491615298378, 0.016083785148742275, 0.12578172611122926, 0.36034489994980445,
        0.30532663496123236, 0.016315387137302097,
      ],
      r,
    ) /
    polynomial(
      [
        0.0023352049762686918, 0.06051834131244132, 0.5279051029514285, 1.8729528499234673, 2.568520192289822,
        1,
      ],
      r,
    );
  return (1 / Math.sqrt(Math.PI) - r * ratio) / y;
}

/** c[0] + c[1] x + ... by Horner's rule. */
function polynomial(c: readonly number[], x: number): number {
  let sum = 0;
  for (let i = c.length - 1; i >= 0; i--) sum = sum * x + c[i]!;
  return sum;
}
