/** What happens, the latest on top: as many lines as there are places, so that nothing around it moves. */
import type { ReactNode } from 'react';

export type FeedLine = {
  readonly time: string;
  readonly text: string;
  /** What stands under the text, smaller. */
  readonly detail: string;
  readonly end: ReactNode;
};

type FeedProps = {
  /** Read out as its name. */
  readonly label: string;
  /** The latest first. */
  readonly lines: readonly FeedLine[];
  readonly places: number;
  /** Stands over the places while there is nothing. */
  readonly empty: ReactNode;
};

/** @example <Feed label="What happens" lines={lines} places={12} empty="Nothing yet." /> */
export function Feed({ label, lines, places, empty }: FeedProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached without a mouse (axe: scrollable-region-focusable).
    <section className="inkling-feed" aria-label={label} tabIndex={0}>
      {lines.length === 0 && <div className="inkling-feed-empty">{empty}</div>}
      <ol>
        {Array.from({ length: places }, (_, place) => (
          // Lines go through the places; a place of its own for each line would move all others.
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is what it is by its number.
          <li key={place}>
            <Line line={lines[place]} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Line({ line }: { readonly line: FeedLine | undefined }) {
  if (line === undefined) return null;
  return (
    <>
      <span className="inkling-feed-time">{line.time}</span>
      <div>
        <p>{line.text}</p>
        <p className="inkling-feed-detail">{line.detail}</p>
      </div>
      <div>{line.end}</div>
    </>
  );
}
