/** What only shows something. */
import {
  BlockStack,
  Box,
  Divider,
  InlineStack,
  Badge as PolarisBadge,
  Banner as PolarisBanner,
  ProgressBar as PolarisProgressBar,
  Text as PolarisText,
  SkeletonBodyText,
} from '@shopify/polaris';
import { type ComponentProps, useEffect, useId } from 'react';
import type {
  BadgeProps,
  BannerProps,
  ProgressBarProps,
  RowsProps,
  SkeletonProps,
  TableProps,
  ToastProps,
} from '../../ui/skin.ts';
import { actionOf } from './layout.tsx';

const BANNERS = { bad: 'critical', warning: 'warning', info: 'info' } as const;

export function Banner({ tone, title, offer, children }: BannerProps) {
  return (
    <PolarisBanner
      tone={BANNERS[tone]}
      title={title}
      {...(offer !== undefined && { action: actionOf(offer) })}
    >
      {children}
    </PolarisBanner>
  );
}

const BADGES: Readonly<Record<BadgeProps['tone'], Partial<ComponentProps<typeof PolarisBadge>>>> = {
  good: { tone: 'success' },
  waiting: { tone: 'attention' },
  bad: { tone: 'critical' },
  plain: {},
};

export function Badge({ tone, children }: BadgeProps) {
  // Of its own in a line: a stack would draw it as wide as itself.
  return (
    <span>
      <PolarisBadge {...BADGES[tone]}>{children}</PolarisBadge>
    </span>
  );
}

export function Rows({ rows }: RowsProps) {
  return (
    <ul className="inkling-rows">
      {rows.map(({ key, content, end }, index) => (
        <li key={key}>
          {index > 0 && <Divider />}
          <div className="inkling-row">
            <div className="inkling-row-content">{content}</div>
            {end !== null && <div>{end}</div>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A table of our own in Polaris' colours: its `DataTable` cuts names off on a phone, ours breaks them. */
export function Table({ label, columns, rows }: TableProps) {
  return (
    <table className="inkling-table" aria-label={label}>
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
              <td key={title} data-number={isNumber} data-title={title}>
                {cells[index]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function ProgressBar({ share, label }: ProgressBarProps) {
  const id = useId();
  return (
    <div>
      <span id={id} className="inkling-unseen">
        {label}
      </span>
      <PolarisProgressBar
        progress={share * 100}
        size="small"
        tone="success"
        ariaLabelledBy={id}
        animated={false}
      />
    </div>
  );
}

export function Skeleton({ lines, label }: SkeletonProps) {
  return (
    <div role="status" aria-label={label}>
      <SkeletonBodyText lines={lines} />
    </div>
  );
}

const TOAST_MS = 5_000;

/** Where App Bridge has no toast of its own. */
export function Toast({ text, onEnd }: ToastProps) {
  useEffect(() => {
    const timer = setTimeout(onEnd, TOAST_MS);
    return () => clearTimeout(timer);
  }, [onEnd]);
  return (
    <div className="inkling-toast" role="status">
      <Box background="bg-inverse" borderRadius="200" padding="300" shadow="400">
        <InlineStack>
          <BlockStack>
            <PolarisText as="span" tone="text-inverse" fontWeight="medium">
              {text}
            </PolarisText>
          </BlockStack>
        </InlineStack>
      </Box>
    </div>
  );
}
