/** Text that a merchant writes and everybody may read: names, titles, links. */
import * as z from 'zod';
import { looksPersonal } from './free-text.ts';

/**
 * Takes no e-mail address. Long numbers pass: in a catalogue they are ids far more often than telephones.
 *
 * @example impersonalText(100).safeParse('ask ann@example.com').success // false
 */
export function impersonalText(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => looksPersonal(text) !== 'email', 'write no e-mail address here');
}
