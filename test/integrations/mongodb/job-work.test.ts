import { describe, expect, it } from 'vitest';
import { createTurns } from '../../../core/turns.ts';
import type { JobProgress } from '../../../integrations/mongodb/job-documents.ts';
import { createJobWork, type KnownJob } from '../../../integrations/mongodb/job-work.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const OLD: JobProgress = { lastRunAt: null, lastError: null, nextRunAt: 0, runs: 0 };
const YOUNG: JobProgress = { lastRunAt: 0, lastError: null, nextRunAt: 60_000, runs: 1 };

describe('what is read of jobs', () => {
  it('is forgotten where a run ended meanwhile', async () => {
    const read = Promise.withResolvers<ReadonlyMap<string, JobProgress>>();
    const { refresh } = createJobWork(
      {
        documents: { read: () => read.promise, register: async () => OLD },
        claim: async () => null,
        perform: async () => ({ kind: 'lost' }),
      },
      createFakeClock(0),
      5_000,
    );
    const none = { isRegistered: true, notBefore: 0, waiting: 0 };
    const ended: KnownJob = { name: 'ended', everyMs: 60_000, inTurn: createTurns(), progress: OLD, ...none };
    const idle: KnownJob = { ...ended, name: 'idle' };
    const refreshed = refresh([ended, idle]);
    ended.progress = YOUNG;
    const found: JobProgress = { ...OLD, lastError: 'TypeError' };
    read.resolve(new Map([['ended', found] as const, ['idle', found] as const]));
    await refreshed;
    expect([ended.progress, idle.progress]).toEqual([YOUNG, found]);
  });
});
