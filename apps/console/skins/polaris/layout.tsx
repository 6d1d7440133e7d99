/** What holds other parts. */
import {
  BlockStack,
  Box,
  InlineStack,
  Button as PolarisButton,
  Card as PolarisCard,
  Page as PolarisPage,
  Text as PolarisText,
} from '@shopify/polaris';
import type { ComponentProps } from 'react';
import type {
  CardProps,
  EmptyStateProps,
  InlineProps,
  Offer,
  PageProps,
  StackProps,
  TextProps,
} from '../../ui/skin.ts';

/** An offer as Polaris takes it. */
export function actionOf({ label, onPress, isBusy = false, isDisabled = false }: Offer) {
  return { content: label, onAction: onPress, loading: isBusy, disabled: isDisabled };
}

export function Page({ title, intro, offer, children }: PageProps) {
  return (
    <PolarisPage
      title={title}
      {...(intro !== undefined && { subtitle: intro })}
      {...(offer !== undefined && { primaryAction: actionOf(offer) })}
    >
      <Box paddingBlockEnd="800">
        <div className="inkling-page">
          <BlockStack gap="400">{children}</BlockStack>
        </div>
      </Box>
    </PolarisPage>
  );
}

export function Card({ title, children }: CardProps) {
  return (
    <PolarisCard>
      <div className="inkling-card">
        <BlockStack gap="300">
          {title !== undefined && (
            <PolarisText as="h2" variant="headingSm">
              {title}
            </PolarisText>
          )}
          {children}
        </BlockStack>
      </div>
    </PolarisCard>
  );
}

export function Stack({ gap = 'small', children }: StackProps) {
  return <BlockStack gap={gap === 'small' ? '100' : '400'}>{children}</BlockStack>;
}

export function Inline({ isEven = false, children }: InlineProps) {
  if (isEven) return <div className="inkling-even">{children}</div>;
  return (
    <div className="inkling-inline">
      <InlineStack gap="200" blockAlign="center">
        {children}
      </InlineStack>
    </div>
  );
}

type Look = NonNullable<TextProps['look']>;

const LOOKS: Readonly<Record<Look, Partial<ComponentProps<typeof PolarisText>>>> = {
  body: {},
  heading: { variant: 'headingMd' },
  figure: { variant: 'heading2xl' },
  strong: { fontWeight: 'semibold' },
  quiet: { tone: 'subdued' },
  bad: { tone: 'critical' },
};

export function Text({ as = 'p', look = 'body', children }: TextProps) {
  return (
    <PolarisText as={as} variant="bodyMd" breakWord {...LOOKS[look]}>
      {children}
    </PolarisText>
  );
}

/** Without the picture that Polaris has here: an empty list is nothing to illustrate. */
export function EmptyState({ title, offer, children }: EmptyStateProps) {
  return (
    <PolarisCard>
      <Box paddingBlock="800">
        <BlockStack gap="300" inlineAlign="center">
          <PolarisText as="h2" variant="headingMd" alignment="center">
            {title}
          </PolarisText>
          <div className="inkling-empty">{children}</div>
          {offer !== undefined && (
            <PolarisButton variant="primary" onClick={offer.onPress}>
              {offer.label}
            </PolarisButton>
          )}
        </BlockStack>
      </Box>
    </PolarisCard>
  );
}
