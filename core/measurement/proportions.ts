/** Shares, and how far apart two of them are. */

/** `did` of `of`. */
export type Share = { readonly did: number; readonly of: number };
export type Interval = { readonly low: number; readonly high: number };

/** 97.5 % quantile of the standard normal distribution: intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * Wilson's score interval of a share (Wilson 1927), 95 %.
 *
 * @param share Of at least one.
 * @example wilsonInterval({ did: 56, of: 70 }) // { low: 0.6921, high: 0.8770 } (Newcombe 1998)
 */
export function wilsonInterval({ did, of }: Share): Interval {
  const p = did / of;
  const center = p + Z ** 2 / (2 * of);
  const half = Z * Math.sqrt((p * (1 - p)) / of + Z ** 2 / (4 * of ** 2));
  const scale = 1 + Z ** 2 / of;
  return { low: Math.max(0, (center - half) / scale), high: Math.min(1, (center + half) / scale) };
}

/**
 * Interval of the difference a - b of two independent shares, 95 %: Newcombe's hybrid score interval (Statistics in
 * Medicine 17, 1998, method 10). Honest also where one of them is 0 or 1.
 *
 * @example newcombeInterval({ did: 56, of: 70 }, { did: 48, of: 80 }) // { low: 0.0524, high: 0.3339 }
 */
export function newcombeInterval(a: Share, b: Share): Interval {
  const [pa, pb] = [a.did / a.of, b.did / b.of];
  const [ia, ib] = [wilsonInterval(a), wilsonInterval(b)];
  return {
    low: pa - pb - Math.hypot(pa - ia.low, ib.high - pb),
    high: pa - pb + Math.hypot(ia.high - pa, pb - ib.low),
  };
}
