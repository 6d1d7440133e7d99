/** What holds other parts. */
import type {
  CardProps,
  EmptyStateProps,
  InlineProps,
  PageProps,
  StackProps,
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
      <div className="quiet stack-small">{children}</div>
      {offer !== undefined && (
        <Button isPrimary onPress={offer.onPress}>
          {offer.label}
        </Button>
      )}
    </section>
  );
}
