/** What only shows something. */
import { useEffect, useId } from 'react';
import type {
  BadgeProps,
  BannerProps,
  ProgressBarProps,
  RowsProps,
  SkeletonProps,
  TableProps,
  ToastProps,
} from '../../ui/skin.ts';
import { Button } from './input.tsx';

export function Banner({ tone, title, offer, children }: BannerProps) {
  return (
    <section className={`banner ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <div className="stack-small">
        <h2>{title}</h2>
        {children}
      </div>
      {offer !== undefined && <Button onPress={offer.onPress}>{offer.label}</Button>}
    </section>
  );
}

export function Badge({ tone, children }: BadgeProps) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

export function Rows({ rows }: RowsProps) {
  return (
    <ul className="rows">
      {rows.map(({ key, content, end }) => (
        <li key={key}>
          <div className="row-content">{content}</div>
          {end !== null && <div>{end}</div>}
        </li>
      ))}
    </ul>
  );
}

/** Wider ones are scrolled in their own frame, which the keyboard reaches. */
export function Table({ label, columns, rows }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached without a mouse (axe: scrollable-region-focusable).
    <section className="table-frame" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" data-number={isNumber}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {columns.map(({ title, isNumber }, index) => (
                <td key={title} data-number={isNumber}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function ProgressBar({ share, label }: ProgressBarProps) {
  const id = useId();
  return (
    <div>
      <label className="unseen" htmlFor={id}>
        {label}
      </label>
      <progress id={id} max={1} value={share} />
    </div>
  );
}

export function Skeleton({ lines, label }: SkeletonProps) {
  return (
    <div role="status" aria-label={label} className="stack-small">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of nothing, which never change places.
        <div key={line} className="bone" />
      ))}
    </div>
  );
}

const TOAST_MS = 5_000;

export function Toast({ text, onEnd }: ToastProps) {
  useEffect(() => {
    const timer = setTimeout(onEnd, TOAST_MS);
    return () => clearTimeout(timer);
  }, [onEnd]);
  return (
    <div className="toast" role="status">
      {text}
    </div>
  );
}
