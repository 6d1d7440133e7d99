/** What a report says of numbers that it tells in steps, for whoever sees the number before any page about it. */
import { tellCount } from './told-counts.ts';

/**
 * @param k Visitors, 3 or more.
 * @example describeSteps(10) // 'in steps of 10: 0 is fewer than 10, 15 is 10 to 19, 25 is 20 to 29'
 */
export function describeSteps(k: number): string {
  const step = (from: number): string => `${tellCount(from, k)} is ${from} to ${from + k - 1}`;
  return `in steps of ${k}: 0 is fewer than ${k}, ${step(k)}, ${step(2 * k)}`;
}
