/** Parts that every skin draws alike, from the same elements; it says in its styles how they look. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';

type TabsProps = {
  /** Read out as the name of the row of tabs. */
  readonly label: string;
  readonly tabs: readonly { readonly key: string; readonly label: string }[];
  readonly current: string;
  readonly onChange: (key: string) => void;
  readonly children: ReactNode;
};

type DisclosureProps = { readonly title: string; readonly children: ReactNode };

/** What is shown is one of several; the arrow keys go from one to the next: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs({ label, tabs, current, onChange, children }: TabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const goOn = (event: KeyboardEvent): void => {
    const steps = STEPS[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    const place = steps(
      tabs.findIndex(({ key }) => key === current),
      tabs.length,
    );
    const tab = tabs[place];
    if (tab === undefined) return;
    onChange(tab.key);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[place]?.focus();
  };
  return (
    <div className="inkling-tabbed">
      <div className="inkling-tabs" role="tablist" aria-label={label} ref={list} onKeyDown={goOn}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab.key === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab.key === current ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div className="inkling-tabbed" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </div>
  );
}

type Step = (from: number, count: number) => number;

const STEPS: Readonly<Record<string, Step>> = {
  ArrowRight: (from, count) => (from + 1) % count,
  ArrowLeft: (from, count) => (from + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Closed until somebody wants to see it. */
export function Disclosure({ title, children }: DisclosureProps) {
  return (
    <details>
      <summary>{title}</summary>
      <div className="inkling-disclosed">{children}</div>
    </details>
  );
}
