/** What pages take answers to be is what the server writes: the compiler says where it is not. */
import { expectTypeOf, it } from 'vitest';
import type { SegmentAnswer } from '../../../apps/console/api/answers/segments.ts';
import type { SegmentLine } from '../../../apps/server/segment-answers.ts';

it('reads segments as the server writes them', () => {
  expectTypeOf<SegmentLine>().toExtend<SegmentAnswer>();
});
