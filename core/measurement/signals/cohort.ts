/** Visitors who came in a period, what each did at first, and who stayed: columns of numbers, for many visitors. */

export type Cohort = {
  /** By visitor: events of the first days. */
  readonly activity: readonly number[];
  /** By visitor. */
  readonly stayed: readonly boolean[];
  readonly behaviours: readonly BehaviourColumn[];
};

/** Who did it, ascending, and how often. */
export type BehaviourColumn = {
  readonly name: string;
  readonly visitors: readonly number[];
  readonly counts: readonly number[];
};

export type Newcomer = {
  readonly activity: number;
  readonly stayed: boolean;
  /** By name: how often, at least once. */
  readonly counts: ReadonlyMap<string, number>;
};

/** Names are what anybody may send: of very many, the later ones are not looked at. */
const MOST_NAMES = 2_000;

/** @example const { add, read } = createCohort(); add({ activity: 3, stayed: true, counts: new Map([['Page Viewed', 3]]) }) */
export function createCohort(): { add(newcomer: Newcomer): void; read(): Cohort } {
  const activity: number[] = [];
  const stayed: boolean[] = [];
  const columns = new Map<string, { name: string; visitors: number[]; counts: number[] }>();
  return {
    add: (newcomer) => {
      const visitor = activity.push(newcomer.activity) - 1;
      stayed.push(newcomer.stayed);
      for (const [name, count] of newcomer.counts) {
        const known = columns.get(name);
        const column = known ?? { name, visitors: [], counts: [] };
        if (known === undefined && columns.size === MOST_NAMES) continue;
        columns.set(name, column);
        column.visitors.push(visitor);
        column.counts.push(count);
      }
    },
    read: () => ({ activity, stayed, behaviours: [...columns.values()] }),
  };
}
