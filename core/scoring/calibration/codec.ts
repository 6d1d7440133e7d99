/** A calibrator that comes from a file or a store: read, or refused with the place that is wrong. */
import { z } from 'zod';
import { accept, type Outcome, refuse } from '../../errors.ts';
import { CALIBRATOR_VERSION, type Calibrator } from './calibrator.ts';

const shared = { version: z.literal(CALIBRATOR_VERSION), shift: z.number() };
const isRising = (numbers: readonly number[]) =>
  numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? number));
const rising = z.array(z.number()).min(1).refine(isRising, 'give rising numbers');

const PLATT = z.strictObject({
  ...shared,
  kind: z.literal('platt'),
  slope: z.number().min(0),
  intercept: z.number(),
});
const ISOTONIC = z
  .strictObject({
    ...shared,
    kind: z.literal('isotonic'),
    margins: rising,
    probabilities: rising.refine((all) => all.every((p) => p > 0 && p < 1), 'give probabilities'),
  })
  .refine(({ margins, probabilities }) => margins.length === probabilities.length, {
    path: ['probabilities'],
    message: 'give one probability for each margin',
  });
const CALIBRATOR = z.discriminatedUnion('kind', [PLATT, ISOTONIC]);

/**
 * @param input What `JSON.parse` made of `JSON.stringify(calibrator)`.
 * @returns Refused `invalid_value` where it is none, or one that a later program wrote.
 * @example readCalibrator(JSON.parse(text)) // { ok: true, value: { kind: 'platt', ... } }
 */
export function readCalibrator(input: unknown): Outcome<Calibrator> {
  const calibrator = CALIBRATOR.safeParse(input);
  if (calibrator.success) return accept(calibrator.data);
  const [issue] = calibrator.error.issues;
  return refuse('invalid_value', issue?.path.join('.') ?? '', issue?.message ?? 'give a calibrator');
}
