/** Recurring work of this server alone, and of all that share its storage: each of those jobs is one server's at a time. */
import type { JobState, Jobs } from '../../core/ports.ts';

export type JobGroups = {
  /** Of what lies in memory here. */
  readonly own: Jobs;
  readonly shared: Jobs;
  /** Both, to be listed, asked for, started and stopped together; what is registered here is everybody's. */
  readonly all: Jobs;
};

/** Where one server has the storage there is no difference. @example ofOne(createSweepJobs({ clock, store })) */
export function ofOne(jobs: Jobs): JobGroups {
  return { own: jobs, shared: jobs, all: jobs };
}

/** @example ofMany(createSweepJobs({ clock }), await createAgendaJobs({ db, clock, node })) */
export function ofMany(own: Jobs, shared: Jobs): JobGroups {
  const list = (): readonly JobState[] => [...shared.list(), ...own.list()];
  return {
    own,
    shared,
    all: {
      every: shared.every,
      run: (name) => (own.list().some((job) => job.name === name) ? own.run(name) : shared.run(name)),
      list,
      start: () => {
        own.start();
        shared.start();
      },
      stop: async () => {
        await Promise.all([own.stop(), shared.stop()]);
      },
    },
  };
}
