/** What holds other parts. */
import { type KeyboardEvent, useId, useRef } from 'react';
import type {
  CardProps,
  DisclosureProps,
  EmptyStateProps,
  InlineProps,
  PageProps,
  StackProps,
  TabsProps,
  TextProps,
} from '../../ui/skin.ts';
import { Button } from './input.tsx';

export function Page({ title, intro, offer, children }: PageProps) {
  return (
    <div className="page">
      <div className="page-head">
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {intro !== undefined && <p className="quiet">{intro}</p>}
        </div>
        {offer !== undefined && (
          <Button
            isPrimary
            onPress={offer.onPress}
            isBusy={offer.isBusy ?? false}
            isDisabled={offer.isDisabled ?? false}
          >
            {offer.label}
          </Button>
        )}
      </div>
      {children}
    </div>
  );
}

export function Card({ title, children }: CardProps) {
  return (
    <section className="card stack-small">
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}

export function Stack({ gap = 'small', children }: StackProps) {
  return <div className={`stack-${gap}`}>{children}</div>;
}

export function Inline({ isEven = false, children }: InlineProps) {
  return <div className={isEven ? 'even' : 'inline'}>{children}</div>;
}

export function Text({ as: Tag = 'p', look = 'body', children }: TextProps) {
  return <Tag className={`text ${look}`}>{children}</Tag>;
}

export function EmptyState({ title, offer, children }: EmptyStateProps) {
  return (
    <section className="card empty stack-small">
      <h2>{title}</h2>
      <div className="quiet">{children}</div>
      {offer !== undefined && (
        <Button isPrimary onPress={offer.onPress}>
          {offer.label}
        </Button>
      )}
    </section>
  );
}

/** https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
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
    <div className="stack-wide">
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={goOn}>
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
      <div className="stack-wide" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`}>
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

export function Disclosure({ title, children }: DisclosureProps) {
  return (
    <details>
      <summary>{title}</summary>
      <div className="stack-small">{children}</div>
    </details>
  );
}
